import { isolate } from "@livechat_info_panel/core/common/isolate";
import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";
import { watchUser } from "@livechat_info_panel/core/watch_user";
import { compareCalls } from "@livechat_info_panel/help/call";
import { CallFetcher } from "@livechat_info_panel/help/call_fetcher";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const LIST = "im_livechat.discuss_channel_looking_for_help_action";

/** How many calls the toast names; it counts all of them. */
export const NAMED_CALLS = 3;

/**
 * The calls for help of which one toast tells the agent, in whatever app: see `HelpToast`.
 *
 * A call goes when the conversation is shown, or as soon as somebody answers.
 */
export class HelpCalls extends ConversationNotifications {
    /** @type {Map<number, import("@livechat_info_panel/help/call").Call>} */
    calls = new Map();
    /** How many were added, ever: each of them is read out. */
    addedCount = 0;

    constructor(services) {
        super(services);
        this.action = services.action;
        this.fetcher = new CallFetcher(this.store);
    }

    get sorted() {
        return [...this.calls.values()].sort(compareCalls);
    }

    get named() {
        return this.sorted.slice(0, NAMED_CALLS);
    }

    onHelpRequested({ channel_id: id, is_linked, is_overdue, since, user_ids, ...payload }) {
        if (user_ids.includes(user.userId)) {
            const { asker, customer, text } = payload;
            this.add({
                ...{ id, asker, customer, text },
                isOverdue: is_overdue,
                isUnknown: is_linked,
                since: since ? deserializeDateTime(since) : undefined,
            });
            this.fetchNamed();
        }
    }

    onManyHelpRequested({ channel_ids, since, user_ids }) {
        if (user_ids.includes(user.userId)) {
            const sinceAtLatest = since ? deserializeDateTime(since) : undefined;
            channel_ids.forEach((id) =>
                this.add({ id, isOverdue: false, isUnknown: true, sinceAtLatest })
            );
            this.fetchNamed();
        }
    }

    add(call) {
        const thread = this.getThread(call.id);
        this.fetcher.begin(call.id);
        if (!thread?.isDisplayed) {
            this.calls.set(call.id, { ...call, thread });
            this.addedCount++;
        }
    }

    /**
     * What tells the asker who came stays: it may have come before this.
     *
     * @param {number[]} ids of conversations that look for help no longer
     * @param {{isGone?: boolean}} [options] see `forgetHelp`
     */
    end(ids, options) {
        for (const id of ids) {
            this.calls.delete(id);
            this.fetcher.end(id, options);
        }
        this.fetchNamed();
    }

    /** Somebody answered the call of the agent. */
    onHelpCame({ channel_id: id, customer, agent }) {
        if (!this.getThread(id)?.isDisplayed) {
            const names = { agent: isolate(agent), customer: isolate(customer) };
            const text = isolate(_t("%(agent)s joined %(customer)s", names));
            this.show(id, text, { type: "success" });
        }
    }

    /** @override */
    close(id) {
        this.calls.delete(id);
        super.close(id);
        this.fetchNamed();
    }

    dismiss() {
        this.calls.clear();
    }

    async join(id) {
        const [thread, isAwaited] = await watchUser(this.fetchJoined(id));
        this.openFetched(id, thread, isAwaited);
        this.close(id);
    }

    async fetchJoined(id) {
        const thread = await this.fetchThread(id);
        return (await thread?.livechatJoin({ onlyIfNeeded: true })) ? thread : undefined;
    }

    openAll() {
        this.dismiss();
        this.action.doAction(LIST);
    }

    /** Have those that are named known, which are others as soon as one of them goes. */
    async fetchNamed() {
        const ids = this.named.filter((call) => call.isUnknown).map((call) => call.id);
        if (!ids.length) {
            return;
        }
        const mark = (values) =>
            ids.forEach((id) => Object.assign(this.calls.get(id) ?? {}, values(id)));
        mark(() => ({ isUnknown: false }));
        try {
            await this.fetcher.fetch(ids);
        } catch (error) {
            mark(() => ({ isUnknown: true }));
            throw error;
        }
        mark((id) => ({ thread: this.getThread(id) }));
        this.fetchNamed();
    }
}

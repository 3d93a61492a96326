import { isolate } from "@livechat_info_panel/core/common/isolate";
import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";
import { CallFetcher } from "@livechat_info_panel/help/call_fetcher";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const LIST = "im_livechat.discuss_channel_looking_for_help_action";

/** How many calls the toast names; it counts all of them. */
export const NAMED_CALLS = 3;

/**
 * @typedef {Object} Call what the agent is told of a conversation that looks for help
 * @property {number} id id of the conversation
 * @property {string|undefined} customer none of many at once: of those, the server tells the ids
 * @property {string|false|undefined} asker
 * @property {string|false|undefined} text
 * @property {import("luxon").DateTime|undefined} since
 * @property {boolean} isOverdue
 * @property {import("models").Thread|undefined} thread
 */

/**
 * The calls for help of which one toast tells the agent, in whatever app: see `HelpToast`.
 *
 * A call goes when the conversation is shown, or as soon as somebody answers.
 */
export class HelpCalls extends ConversationNotifications {
    /** @type {Map<number, Call>} */
    calls = new Map();

    constructor(services) {
        super(services);
        this.action = services.action;
        this.fetcher = new CallFetcher(this.store);
    }

    /** Those that are late first, then those that wait longest. */
    get sorted() {
        const since = (call) => call.since?.toMillis() ?? Infinity;
        return [...this.calls.values()].sort(
            (a, b) => b.isOverdue - a.isOverdue || since(a) - since(b) || a.id - b.id
        );
    }

    onHelpRequested({ channel_id: id, is_linked, is_overdue, since, user_ids, ...payload }) {
        if (user_ids.includes(user.userId)) {
            const { asker, customer, text } = payload;
            const call = { id, asker, customer, text, isOverdue: is_overdue };
            this.add({ ...call, since: since ? deserializeDateTime(since) : undefined });
            if (is_linked) {
                this.fetch(id);
            }
        }
    }

    onManyHelpRequested({ channel_ids, user_ids }) {
        if (user_ids.includes(user.userId)) {
            channel_ids.forEach((id) => this.add({ id, isOverdue: false }));
            this.sorted
                .slice(0, NAMED_CALLS)
                .filter((call) => !call.customer)
                .forEach((call) => this.fetch(call.id));
        }
    }

    add(call) {
        const thread = this.getThread(call.id);
        this.fetcher.begin(call.id);
        if (!thread?.isDisplayed) {
            this.calls.set(call.id, { ...call, thread });
        }
    }

    /** What tells the asker who came stays: it may have come before this. */
    onHelpEnded({ channel_ids }) {
        this.end(channel_ids);
    }

    /**
     * @param {number[]} ids of conversations that look for help no longer
     * @param {{isGone?: boolean}} [options] see `forgetHelp`
     */
    end(ids, options) {
        for (const id of ids) {
            this.calls.delete(id);
            this.fetcher.end(id, options);
        }
    }

    /** Somebody answered the call of the agent. */
    onHelpCame({ channel_id: id, customer, agent }) {
        if (!this.getThread(id)?.isDisplayed) {
            const names = { agent: isolate(agent), customer: isolate(customer) };
            this.show(id, isolate(_t("%(agent)s joined %(customer)s", names)), {
                type: "success",
                buttons: [{ name: _t("Open"), primary: true, onClick: () => this.open(id) }],
            });
        }
    }

    /** @override */
    close(id) {
        this.calls.delete(id);
        super.close(id);
    }

    dismiss() {
        this.calls.clear();
    }

    async join(id) {
        const thread = await this.fetchThread(id);
        if (await thread?.livechatJoinForHelp()) {
            await this.open(id);
        } else {
            this.close(id);
        }
    }

    openAll() {
        this.dismiss();
        this.action.doAction(LIST);
    }

    /** Have a call named as its conversation is. */
    async fetch(id) {
        await this.fetcher.fetch([id]);
        const call = this.calls.get(id);
        if (call) {
            call.thread = this.getThread(id);
        }
    }
}

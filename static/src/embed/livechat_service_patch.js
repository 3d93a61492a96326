import { LivechatService } from "@im_livechat/embed/common/livechat_service";

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { patch } from "@web/core/utils/patch";

// From another site, the widget asks this route instead.
registry
    .category("discuss.routing_map")
    .add("/im_livechat/leave_email", "/im_livechat/cors/leave_email")
    .add("/im_livechat/leave_message", "/im_livechat/cors/leave_message");

patch(LivechatService.prototype, {
    setup() {
        super.setup(...arguments);
        // One after the other: the first one tells us which guest we are.
        this.leaveMessageMutex = new Mutex();
    },

    /**
     * Tell the agents which language the visitor's browser speaks, and what time it is there; and
     * the server that a text is not lost if nobody is available.
     */
    getSessionExtraParams(thread) {
        return {
            ...super.getSessionExtraParams(...arguments),
            can_leave_message: thread?.livechatFirstMessageCount > 0,
            visitor_lang: browser.navigator.language,
            visitor_tz: new Intl.DateTimeFormat().resolvedOptions().timeZone,
        };
    },

    /**
     * Have a text kept for the agents, as nobody is available.
     *
     * @param {import("models").Thread} thread the temporary conversation
     * @param {string} text
     * @returns {Promise<string>} why it was not kept, in the visitor's language; empty if it was
     */
    async leaveMessage(thread, text) {
        let result;
        try {
            result = await this.leaveMessageMutex.exec(async () => {
                const answer = await rpc(
                    "/im_livechat/leave_message",
                    {
                        body: text,
                        channel_id: this.options.channel_id,
                        chatbot_script_id:
                            thread.chatbot?.script.id ??
                            this.store.livechat_rule?.chatbot_script_id?.id,
                        ...this.getSessionExtraParams(thread, {}),
                    },
                    { silent: true }
                );
                this.store.insert(answer.store_data);
                return answer;
            });
        } catch (error) {
            console.warn("The message could not be left", error);
            return _t("Your message could not be kept. Please try again later.");
        }
        thread.livechatAsksEmail ||= result.asks_email;
        return result.is_kept ? "" : this.getRefusalText(result);
    },

    /**
     * Have the address kept to which the visitor wants an answer.
     *
     * @param {string} email
     * @returns {Promise<string>} why it was not kept, in the visitor's language; empty if it was
     */
    async leaveEmail(email) {
        let refusal;
        try {
            ({ refusal } = await rpc(
                "/im_livechat/leave_email",
                { channel_id: this.options.channel_id, email },
                { silent: true }
            ));
        } catch (error) {
            console.warn("The address could not be left", error);
            return _t("Your email address could not be kept. Please try again later.");
        }
        switch (refusal) {
            case false:
                return "";
            case "invalid":
                return _t("This is not an email address. An example: mail@example.com");
            default:
                return _t("Your message was left long ago. Please write it again.");
        }
    },

    getRefusalText({ refusal, max_length }) {
        switch (refusal) {
            case "available":
                return _t("Somebody is available now. Please send your message again.");
            case "too_long":
                return _t(
                    "Your message is too long: nobody is available right now, and at most %(max_length)s characters can be kept.",
                    { max_length }
                );
            case "too_many":
                return _t(
                    "Nobody is available right now, and no more messages can be kept. Please try again later."
                );
            default:
                return _t("Nobody is available right now. Please write a message to be kept.");
        }
    },
});

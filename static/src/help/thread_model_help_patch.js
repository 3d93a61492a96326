import { isolate } from "@livechat_info_panel/core/common/isolate";

import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";

import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";

/** Who waits for whom in a conversation, who asked for help, and who had it before. */
patch(Thread.prototype, {
    setup() {
        super.setup();
        this.livechat_status_since_dt = fields.Datetime();
        /** Whether the user closed it, and can undo that yet. */
        this.livechatIsClosing = false;
        /** Since when the customer has been waiting for an answer, if they do. */
        this.livechat_customer_waiting_since_dt = fields.Datetime();
        /** When that is too long, if ever, and when it nearly is. */
        this.livechat_answer_due_dt = fields.Datetime();
        this.livechat_answer_warn_dt = fields.Datetime();
        this.livechat_looking_for_help_since_dt = fields.Datetime();
        /** As for the customer: when the call for help is late. */
        this.livechat_help_due_dt = fields.Datetime();
        this.livechat_help_warn_dt = fields.Datetime();
        /** @type {string|false|undefined} what is needed, as the one who asked for help says */
        this.livechat_help_text = undefined;
        this.livechat_help_user_id = fields.One("res.users");
        /** @type {boolean|undefined} it looks for help, and no agent is in it */
        this.livechat_is_unattended = undefined;
        /**
         * @type {{id: number, kind: "reassigned"|"joined", from_name: string|false,
         *     to_user_id: number, to_partner_id: number, to_name: string, comment: string|false,
         *     date: string}
         *     |false|undefined}
         */
        this.livechat_last_handover = undefined;
    },
    /** @override */
    isDisplayedOnUpdate() {
        super.isDisplayedOnUpdate(...arguments);
        if (this.isDisplayed && this.channel_type === "livechat") {
            this.store.env.services["livechat_info_panel.help_notification"]?.close(this.id);
        }
    },
    /** Whether the user is one of the agents who may work on it. */
    get livechatIsForAgent() {
        return (
            this.store.has_access_livechat &&
            this.self_member_id?.livechat_member_type !== "visitor"
        );
    },
    get livechatIsLookingForHelp() {
        return this.livechat_status === "need_help" && !this.livechat_end_dt;
    },
    /** Whether the user could answer the call for help. */
    get livechatCanJoinForHelp() {
        return Boolean(
            this.livechatIsLookingForHelp && !this.self_member_id && this.store.has_access_livechat
        );
    },
    get livechatIsOwnHelpRequest() {
        return this.livechatIsLookingForHelp && this.livechat_help_user_id?.id === user.userId;
    },
    /** Whether no agent is in it, the user included. */
    get livechatIsOrphan() {
        return Boolean(this.livechat_is_unattended && !this.self_member_id);
    },
    /** Whether it has to be joined before it can be in progress, or wait for the customer. */
    get livechatLacksAgent() {
        return this.livechatIsLookingForHelp
            ? this.livechatIsOrphan
            : this.livechat_status === false && !this.livechat_end_dt;
    },
    /**
     * @param {(name: string) => string|Markup} [show] how to show a name
     * @returns {string|Markup} who asked for help, empty if nobody did
     */
    livechatGetHelpAskedByText(show = (name) => name) {
        if (this.livechatIsOwnHelpRequest) {
            return _t("You asked for help");
        }
        const name = this.livechat_help_user_id?.name;
        return name ? _t("%(name)s asked for help", { name: show(name) }) : "";
    },
    /** @returns {string} the call for help in lines of text, as for a tooltip */
    get livechatHelpSummary() {
        return [
            this.livechat_help_text,
            this.livechatGetHelpAskedByText(),
            this.livechatIsOrphan && _t("No agent is in this conversation"),
        ]
            .filter(Boolean)
            .join("\n");
    },
    /**
     * Join this conversation. If somebody else was quicker, the user is told who.
     *
     * @param {{onlyIfNeeded?: boolean}} [options] whether only as long as it looks for help
     * @returns {Promise<boolean>} whether the user is in it now
     */
    async livechatJoin({ onlyIfNeeded = false } = {}) {
        const { notification, orm } = this.store.env.services;
        const { is_joined, helper } = await orm.call(
            "discuss.channel",
            "livechat_join",
            [[this.id]],
            { only_if_needed: onlyIfNeeded }
        );
        if (!is_joined) {
            const text = helper
                ? isolate(_t("%(name)s has joined already.", { name: isolate(helper) }))
                : _t("This conversation does not look for help any more.");
            notification.add(text, { type: "warning" });
        }
        return is_joined;
    },
    /**
     * Open a dialog of the server about this conversation.
     *
     * @param {string} actionXmlid
     */
    openLivechatDialog(actionXmlid) {
        return this.store.env.services.action.doAction(actionXmlid, {
            additionalContext: {
                active_id: this.id,
                active_ids: [this.id],
                active_model: "discuss.channel",
            },
        });
    },
    /**
     * @override
     * Who only looks on, in a chat window, does not leave anything by closing it: to the server, it
     * would be an agent who goes, and with the customer alone the end of the conversation.
     */
    async leaveChannel() {
        if (this.channel_type === "livechat" && !this.self_member_id) {
            await this.closeChatWindow();
            this.isLocallyPinned = false;
            return;
        }
        return super.leaveChannel(...arguments);
    },
});

import { findNextChat } from "@livechat_info_panel/status/next_chat";

import { Thread } from "@mail/core/common/thread_model";
import "@mail/discuss/core/web/thread_model_patch";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(Thread.prototype, {
    /** A conversation has a status from when an agent comes into it. */
    get livechatStatusText() {
        const isUnknown = this.livechat_status === undefined;
        return this.livechat_status || this.livechat_end_dt || isUnknown
            ? this.livechatStatusLabel
            : _t("Chatbot");
    },
    /** Why some of the statuses cannot be set, empty if all can. */
    get livechatStatusRefusal() {
        if (this.livechatIsClosing) {
            return _t("You are closing it: undo that first.");
        }
        return this.livechatLacksAgent ? _t("Nobody is in it: join it.") : "";
    },
    /** @param {"in_progress"|"waiting"|"need_help"} status */
    livechatRefusesStatus(status) {
        return Boolean(
            this.livechatIsClosing || (status !== "need_help" && this.livechatLacksAgent)
        );
    },
    /**
     * Who asks for help may say what is needed; the other statuses need no words.
     *
     * @param {"in_progress"|"waiting"|"need_help"} status
     */
    livechatSelectStatus(status) {
        if (this.livechat_status === status) {
            return;
        }
        if (this.livechatRefusesStatus(status)) {
            const { notification } = this.store.env.services;
            notification.add(this.livechatStatusRefusal, { type: "warning" });
        } else if (status === "need_help") {
            this.livechatAskHelp();
        } else {
            this.updateLivechatStatus(status);
        }
    },
    livechatAskHelp() {
        this.openLivechatDialog("livechat_info_panel.livechat_help_wizard_action");
    },
    /** @override to go on in one's next chat, where Odoo opens the first channel */
    onPinStateUpdated() {
        const { discuss } = this.store;
        const isGone =
            this.channel_type === "livechat" &&
            this.store.has_access_livechat &&
            !this.displayToSelf &&
            !this.isLocallyPinned &&
            discuss?.isActive &&
            this.eq(discuss.thread);
        const next = isGone && findNextChat(this);
        if (next) {
            next.setAsDiscussThread();
        }
        super.onPinStateUpdated();
    },
});

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

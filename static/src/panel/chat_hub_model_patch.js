import { ChatHub } from "@mail/core/common/chat_hub_model";

import { patch } from "@web/core/utils/patch";

patch(ChatHub.prototype, {
    setup() {
        super.setup(...arguments);
        /** How many conversations of Live Chat, Sessions are open, each with its panel. */
        this.livechatSessions = 0;
    },
    /** @override to leave room for such a conversation and its panel */
    get maxOpened() {
        return this.livechatSessions ? Math.min(super.maxOpened, 1) : super.maxOpened;
    },
    /** How wide chat windows and bubbles are, at the side where the panel is, in pixels. */
    get livechatWidth() {
        const isShown = ({ bypassCompact }) => !this.compact || bypassCompact;
        if (!this.showConversations || this.store.env.services.ui.isSmall) {
            return 0;
        }
        const bubbles = this.BUBBLE_START + this.BUBBLE + this.BUBBLE_OUTER * 2;
        return bubbles + (this.opened.some(isShown) ? this.WINDOW + this.WINDOW_GAP : 0);
    },
});

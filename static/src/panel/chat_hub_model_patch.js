import { ChatHub } from "@mail/core/common/chat_hub_model";
import { fields } from "@mail/core/common/record";

import { patch } from "@web/core/utils/patch";

patch(ChatHub.prototype, {
    setup() {
        super.setup(...arguments);
        /** How many conversations of Live Chat, Sessions are open, each with its panel. */
        this.livechatSessions = 0;
        /** The chat windows that were folded for them, those first that were further left. */
        this.livechatFolded = fields.Many("ChatWindow");
    },
    /** Fold chat windows for a session, until it goes. */
    livechatMakeRoom() {
        this.livechatSessions++;
        this.onRecompute();
    },
    livechatGiveRoomBack() {
        this.livechatSessions--;
        if (!this.livechatSessions) {
            const { opened, folded } = this.livechatPutBack();
            this.livechatFolded = [];
            this.folded = folded;
            this.opened = opened;
        }
    },
    /** What chat windows there would be without the sessions. */
    livechatPutBack() {
        const back = this.livechatFolded.filter((chatWindow) => chatWindow.in(this.folded));
        return {
            opened: [...this.opened, ...back],
            folded: this.folded.filter((chatWindow) => chatWindow.notIn(back)),
        };
    },
    /** @override to know what is folded for the sessions only */
    onRecompute() {
        const before = [...this.opened];
        super.onRecompute();
        if (this.livechatSessions) {
            const folded = before.filter((chatWindow) => chatWindow.notIn(this.opened));
            const others = this.livechatFolded.filter((chatWindow) => chatWindow.notIn(before));
            this.livechatFolded = [...folded, ...others];
        }
    },
    /** @override to keep folded what is, when another tab tells what there is */
    async _load() {
        const kept = [...this.livechatFolded];
        await super._load(...arguments);
        const again = kept.filter((chatWindow) => chatWindow.in(this.opened));
        this.opened.delete(...again);
        this.folded.unshift(...again);
        this.livechatFolded = [...again, ...this.livechatFolded];
    },
    /** @override to fold nothing in other tabs, and nothing for good */
    save() {
        super.save.call(this.livechatFolded.length ? this.livechatPutBack() : this);
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

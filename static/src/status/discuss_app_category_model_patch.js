import "@im_livechat/core/public_web/discuss_app_category_model_patch";

import { DiscussAppCategory } from "@mail/discuss/core/public_web/discuss_app_category_model";

import { patch } from "@web/core/utils/patch";

const since = ({ livechatIsOwnOpen, livechat_customer_waiting_since_dt: date }) =>
    (livechatIsOwnOpen && date && date.toMillis()) || Infinity;

patch(DiscussAppCategory.prototype, {
    /** Whether it is one of those of live chats that the user has, not of calls for help. */
    get livechatIsOfChats() {
        return Boolean(this.livechat_channel_id || this.eq(this.app?.defaultLivechatCategory));
    },
    /** @override to have those first, if the user wants it, whose customers wait longest */
    sortThreads(thread1, thread2) {
        if (this.store.settings.livechat_longest_wait_first && this.livechatIsOfChats) {
            const [since1, since2] = [since(thread1), since(thread2)];
            if (since1 !== since2) {
                return since1 - since2;
            }
        }
        return super.sortThreads(...arguments);
    },
});

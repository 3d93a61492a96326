import "@im_livechat/core/public_web/discuss_app_category_model_patch";
import { compareSince } from "@livechat_info_panel/core/compare_since";

import { DiscussAppCategory } from "@mail/discuss/core/public_web/discuss_app_category_model";

import { patch } from "@web/core/utils/patch";

const getSince = (thread) => thread.livechatIsOwnOpen && thread.livechat_customer_waiting_since_dt;

patch(DiscussAppCategory.prototype, {
    /** Whether it is one of those of live chats that the user has, not of calls for help. */
    get livechatIsOfChats() {
        return Boolean(this.livechat_channel_id || this.eq(this.app?.defaultLivechatCategory));
    },
    /** @override to have those first, if the user wants it, whose customers wait longest */
    sortThreads(thread1, thread2) {
        const isByWait = this.store.settings.livechat_longest_wait_first && this.livechatIsOfChats;
        return (
            (isByWait && compareSince(getSince(thread1), getSince(thread2))) ||
            super.sortThreads(...arguments)
        );
    },
});

import { CustomerWait } from "@livechat_info_panel/status/customer_wait";

import { DiscussSidebarChannel } from "@mail/discuss/core/public_web/discuss_sidebar_categories";

import { patch } from "@web/core/utils/patch";

Object.assign(DiscussSidebarChannel.components, { CustomerWait });

patch(DiscussSidebarChannel.prototype, {
    /** In the user's own chats; a call for help says how long that has been waiting. */
    get livechatShowsCustomerWait() {
        return (
            !this.store.discuss.isSidebarCompact &&
            this.thread.livechat_customer_waiting_since_dt &&
            this.thread.livechatIsOwnOpen &&
            !this.thread.livechatIsLookingForHelp
        );
    },
});

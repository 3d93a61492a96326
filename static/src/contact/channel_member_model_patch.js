import { ChannelMember } from "@mail/discuss/core/common/channel_member_model";

import { patch } from "@web/core/utils/patch";

patch(ChannelMember.prototype, {
    /** @override to name the customer as agents know them, also where they are a guest */
    get name() {
        const { channel_id: thread } = this;
        if (thread?.livechatCustomerName && thread.livechatVisitorMember?.eq(this)) {
            return thread.livechatCustomerName;
        }
        return super.name;
    },
});

import { Thread } from "@mail/core/common/thread_model";

import { patch } from "@web/core/utils/patch";

patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        /** What the agent has typed of a message by email; it is there again when they come back. */
        this.livechatMessageText = "";
        this.livechatIsSendingMessage = false;
    },
});

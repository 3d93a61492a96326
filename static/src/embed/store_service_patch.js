import "@im_livechat/embed/common/store_service_patch";
import { getRefusal } from "@livechat_info_panel/core/common/refusal";
import { Store } from "@mail/core/common/store_service";
import { convertBrToLineBreak } from "@mail/utils/common/format";

import { patch } from "@web/core/utils/patch";

patch(Store.prototype, {
    /** What is refused is not offered to be sent again as it is: the visitor gets it back. */
    async doMessagePost(params, tmpMessage) {
        if (tmpMessage?.thread?.channel_type !== "livechat") {
            return super.doMessagePost(...arguments);
        }
        try {
            return await super.doMessagePost(params); // Without the message, it throws.
        } catch (error) {
            const { thread } = tmpMessage;
            const refusal = getRefusal(error);
            if (refusal) {
                thread.livechatGiveBack(convertBrToLineBreak(tmpMessage.body), tmpMessage);
                this.env.services.notification.add(refusal, { type: "warning" });
                return undefined;
            }
            // As Odoo does with the message.
            tmpMessage.postFailRedo = () => {
                tmpMessage.postFailRedo = undefined;
                thread.messages.delete(tmpMessage);
                thread.messages.add(tmpMessage);
                this.doMessagePost(params, tmpMessage);
            };
            return undefined;
        }
    },
});

import "@im_livechat/core/public_web/discuss_app_category_model_patch";

import { DiscussAppCategory } from "@mail/discuss/core/public_web/discuss_app_category_model";
import { compareDatetime } from "@mail/utils/common/misc";

import { patch } from "@web/core/utils/patch";

patch(DiscussAppCategory.prototype, {
    /** @override to have the longest wait first, where Odoo has the lowest id */
    sortThreads(thread1, thread2) {
        if (this.eq(this.app?.livechatLookingForHelpCategory)) {
            return (
                compareDatetime(
                    thread1.livechat_looking_for_help_since_dt,
                    thread2.livechat_looking_for_help_since_dt
                ) || thread1.id - thread2.id
            );
        }
        return super.sortThreads(...arguments);
    },
});

import { Composer } from "@mail/core/common/composer";

import { patch } from "@web/core/utils/patch";

export const MESSAGE_TOO_LONG =
    "odoo.addons.livechat_info_panel.models.visitor.message_length.MessageTooLong";

patch(Composer.prototype, {
    /** Where Odoo's stays inactive, let what was refused be corrected and sent again. */
    async processMessage() {
        try {
            return await super.processMessage(...arguments);
        } catch (error) {
            this.state.active = true;
            if (error.exceptionName !== MESSAGE_TOO_LONG) {
                throw error;
            }
            this.env.services.notification.add(error.data.message, { type: "warning" });
            return undefined;
        }
    },
});

import { Composer } from "@mail/core/common/composer";

import { patch } from "@web/core/utils/patch";

import { getRefusal } from "./refusal";

patch(Composer.prototype, {
    /** Where Odoo's stays inactive, let what was refused be corrected and sent again. */
    async processMessage() {
        try {
            return await super.processMessage(...arguments);
        } catch (error) {
            this.state.active = true;
            const refusal = getRefusal(error);
            if (!refusal) {
                throw error;
            }
            this.env.services.notification.add(refusal, { type: "warning" });
            return undefined;
        }
    },
});

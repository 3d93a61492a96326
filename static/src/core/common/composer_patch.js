import { Composer } from "@mail/core/common/composer";

import { patch } from "@web/core/utils/patch";

import { tellRefusal } from "./refusal";

patch(Composer.prototype, {
    /** Where Odoo's stays inactive, let what was refused be corrected and sent again. */
    async processMessage() {
        try {
            return await super.processMessage(...arguments);
        } catch (error) {
            this.state.active = true;
            tellRefusal(this.env.services.notification, error);
        }
    },
});

import { Store } from "@mail/core/common/store_service";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

patch(Store.prototype, {
    setup() {
        super.setup(...arguments);
        /** The open conversations that Now shows. */
        this.livechat_now_threads = fields.Many("Thread");
        /** The users who answer conversations. */
        this.livechat_now_agents = fields.Many("res.users");
        /**
         * @type {{bus_id: number, counts: Object[], since: string}|undefined} the figures of the
         *     day, of each live chat channel; of which notifications they know; when it began
         */
        this.livechat_now_totals = undefined;
    },
});

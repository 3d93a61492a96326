import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";
import { compareDatetime } from "@mail/utils/common/misc";

import { patch } from "@web/core/utils/patch";

const newestFirst = {
    sort: (a, b) => compareDatetime(b.last_interest_dt, a.last_interest_dt) || b.id - a.id,
};

/** What else the same customer chatted, and the customer's whole company. */
patch(Thread.prototype, {
    setup() {
        super.setup();
        /** The newest ones, for Live Chat users only. */
        this.livechat_recent_ids = fields.Many("livechat.conversation", newestFirst);
        /** Those of them of whoever only gave the same e-mail address. */
        this.livechat_recent_by_email_ids = fields.Many("livechat.conversation");
        /** @type {number|undefined} how many there are, as far as they are counted */
        this.livechat_recent_count = undefined;
        /** @type {boolean|undefined} whether there are more */
        this.livechat_recent_has_more = undefined;
        // The same of the company, once they were asked for.
        this.livechat_company_recent_ids = fields.Many("livechat.conversation", newestFirst);
        this.livechat_company_recent_by_email_ids = fields.Many("livechat.conversation");
        this.livechat_company_recent_count = undefined;
        this.livechat_company_recent_has_more = undefined;
        /** @type {number|false|undefined} id of the contact whose company it was */
        this.livechat_company_recent_contact = undefined;
        /** Whether they may be others by now. */
        this.livechat_company_recent_is_old = undefined;
    },
});

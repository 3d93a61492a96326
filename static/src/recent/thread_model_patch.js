import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";
import { compareDatetime } from "@mail/utils/common/misc";

import { patch } from "@web/core/utils/patch";

const newestFirst = {
    sort: (a, b) => compareDatetime(b.last_interest_dt, a.last_interest_dt) || b.id - a.id,
};

/**
 * What else the same customer chatted, and the customer's whole company.
 *
 * The records of those conversations have what is told of them here. Where nothing else is known of
 * them, that is all: they have no `channel_type`, so that they are in none of Odoo's lists.
 */
patch(Thread.prototype, {
    setup() {
        super.setup();
        /** The newest ones, for Live Chat users only. */
        this.livechat_recent_ids = fields.Many("Thread", newestFirst);
        /** Those of them of whoever only gave the same e-mail address. */
        this.livechat_recent_by_email_ids = fields.Many("Thread");
        /** @type {number|undefined} how many there are, as far as they are counted */
        this.livechat_recent_count = undefined;
        /** @type {boolean|undefined} whether there are more */
        this.livechat_recent_has_more = undefined;
        // The same of the company, once they were asked for.
        this.livechat_company_recent_ids = fields.Many("Thread", newestFirst);
        this.livechat_company_recent_by_email_ids = fields.Many("Thread");
        this.livechat_company_recent_count = undefined;
        this.livechat_company_recent_has_more = undefined;
        /** @type {number|false|undefined} id of the contact whose company it was */
        this.livechat_company_recent_contact = undefined;
        /** Whether they may be others by now. */
        this.livechat_company_recent_is_old = undefined;
        /** The agents who are, or were, in it. */
        this.livechat_agent_partner_ids = fields.Many("res.partner");
        /** @type {string|undefined} the first line of the note */
        this.livechat_note_line = undefined;
        /** @type {"top"|"ok"|"ko"|"none"|false|undefined} how the customer rated it */
        this.rating_last_text = undefined;
    },
});

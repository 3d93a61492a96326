import { ResPartner } from "@mail/core/common/res_partner_model";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

/** What agents are sent of the contacts who customers are, or may be. */
patch(ResPartner.prototype, {
    setup() {
        super.setup();
        /** The conversations whose customer they are. */
        this.livechatContactOf = fields.Many("Thread", { inverse: "livechat_contact_id" });
        /** @type {boolean|undefined} false once it is archived */
        this.active = undefined;
        /** @type {{id: number, name: string, color: number}[]} the contact's tags */
        this.category_id = [];
        /** @type {number|undefined} id of the company to which they belong, or their own */
        this.commercial_partner_id = undefined;
        /** @type {string|false|undefined} */
        this.email_normalized = undefined;
        /** @type {string|false|undefined} in E.164 */
        this.phone_sanitized = undefined;
        const { compute } = this.monitorPresence;
        this.monitorPresence = fields.Attr(false, {
            /** @this {import("models").ResPartner} */
            compute() {
                return !this.livechatIsOnlyContact && compute.call(this);
            },
        });
    },
    get livechatCompanyName() {
        const { commercial_company_name: name } = this;
        return name !== this.displayName && name;
    },
    get livechatEmail() {
        return this.email_normalized || this.email || false;
    },
    /** Whether it is, or belongs to, a company that may have other people. */
    get livechatHasCompany() {
        return Boolean(this.is_company || this.commercial_partner_id !== this.id);
    },
    /** Whether nothing but a panel needs it: whether they are there is shown nowhere. */
    get livechatIsOnlyContact() {
        const isContact = this.email_normalized !== undefined || this.livechatContactOf.length;
        return Boolean(isContact && !this.im_status && !this.main_user_id);
    },
});

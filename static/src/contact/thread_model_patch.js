import "@im_livechat/core/public_web/thread_model_patch";

import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

/** Who the customer of a conversation is, and by which name agents know them. */
patch(Thread.prototype, {
    setup() {
        super.setup();
        /** The contact who the customer is, if it is known and the user may read it. */
        this.livechat_contact_id = fields.One("res.partner", { inverse: "livechatContactOf" });
        /** Whether there is a contact who the user may not read. */
        this.livechat_is_contact_hidden = undefined;
        /**
         * Whether the server told the user who the contact is, if anybody: false once it says to
         * all that it has changed. That is told to nobody who may not know it: each has to ask.
         */
        this.livechat_is_contact_told = fields.Attr(undefined, {
            /** @this {import("models").Thread} */
            onUpdate() {
                if (this.livechat_is_contact_told === false) {
                    this.store.livechatChangedContacts.add(this.id);
                    this.livechatAskForContact();
                }
            },
        });
        /** Whether an agent linked the guest to a contact, whom the user may read or not. */
        this.livechat_is_linked = fields.Attr(undefined, {
            /** @this {import("models").Thread} */
            onUpdate() {
                if (this.livechat_is_linked) {
                    this.livechatAskForContact();
                } else if (this.livechat_is_contact_told) {
                    this.livechat_is_contact_told = undefined;
                }
            },
        });
        /** Contacts who may be the guest, best first. */
        this.livechat_match_ids = fields.Many("res.partner");
        /** @type {string|undefined} the name by which all agents may know the customer */
        this.livechat_customer_name = undefined;
        /** @type {string|false|undefined} not verified */
        this.livechat_visitor_email = undefined;
        /** @type {string|false|undefined} not verified */
        this.livechat_visitor_phone = undefined;
        /** @type {string|false|undefined} the same in E.164, if it is a number */
        this.livechat_visitor_phone_sanitized = undefined;
        /** @type {boolean|undefined} whether the customer is, or was, a guest */
        this.livechat_is_guest = undefined;
        /** @type {string|false|undefined} since when nobody knows any more who the customer was */
        this.livechat_erased_dt = undefined;
        /** @type {{action: string, contact_name: string|false, is_contact_deleted: boolean,
         *     user_name: string, date: string}[]} who linked and unlinked contacts, newest first */
        this.livechat_contact_events = [];
        /** How many other conversations of the guest could be linked, too. */
        this.livechat_unlinked_count = 0;
    },
    get livechatHasUnknownContact() {
        return (
            !this.livechat_is_contact_told &&
            (this.livechat_is_linked || this.livechat_is_contact_told === false)
        );
    },
    livechatAskForContact() {
        if (this.livechatHasUnknownContact) {
            this.store.livechatAskForContacts();
        }
    },
    /** @returns {string|undefined} the customer's name, for the agents of the conversation only */
    get livechatCustomerName() {
        if (this.channel_type !== "livechat" || !this.livechatIsForAgent) {
            return undefined;
        }
        return this.livechat_contact_id?.displayName || this.livechat_customer_name || undefined;
    },
    /** @returns {string|false} the address that the customer gave, unless it is the contact's */
    get livechatGivenEmail() {
        const email = this.livechat_visitor_email;
        return (email !== this.livechat_contact_id?.email_normalized && email) || false;
    },
    /** @returns {string|false} the number that the customer gave, unless it is the contact's */
    get livechatGivenPhone() {
        const sanitized = this.livechat_visitor_phone_sanitized;
        const isOfContact = sanitized && sanitized === this.livechat_contact_id?.phone_sanitized;
        return (!isOfContact && this.livechat_visitor_phone) || false;
    },
    /** @returns {string[]} by what it is told from others of the same name, best first */
    get livechatHints() {
        const { commercial_company_name: company, email_normalized: email } =
            this.livechat_contact_id ?? {};
        const hints = [email, this.livechat_visitor_email, company, this.country_id?.name];
        return hints.filter((hint) => hint && hint !== this.livechatCustomerName);
    },
    /** @override */
    get displayName() {
        const name = this.livechatCustomerName;
        if (!name || this.self_member_id?.custom_channel_name) {
            return super.displayName;
        }
        const hint = this.store.livechatHints.get(this.id);
        return hint ? `${name} (${hint})` : name;
    },
    /** @override to be the customer also where somebody else is in it, or is left in it */
    computeCorrespondent() {
        return (
            (this.livechatIsForAgent && this.livechatVisitorMember) || super.computeCorrespondent()
        );
    },
    /** @override */
    getPersonaName(persona) {
        if (persona && this.livechatCustomerName && this.livechatVisitorMember) {
            if (this.livechatVisitorMember.persona?.eq(persona)) {
                return this.livechatCustomerName;
            }
        }
        return super.getPersonaName(persona);
    },
});

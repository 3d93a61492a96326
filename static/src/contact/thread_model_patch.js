import "@im_livechat/core/public_web/thread_model_patch";

import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

/** By which name agents know the customer of a conversation. */
patch(Thread.prototype, {
    setup() {
        super.setup();
        /** @type {string|undefined} the name by which all agents may know the customer */
        this.livechat_customer_name = undefined;
        /** Whether an agent linked the guest to a contact, whom the user may read or not. */
        this.livechat_is_linked = fields.Attr(undefined, {
            /** @this {import("models").Thread} */
            onUpdate() {
                if (this.livechat_is_linked === false) {
                    this.livechat_linked_contact = undefined;
                } else {
                    this.livechatAskForContact();
                }
            },
        });
        /**
         * @type {{name: string, email: string|false, company: string|false}|false|null|undefined}
         *     that contact, if the user may read it; undefined until the server said so, and null
         *     where it says to all that it is another one, or has another name
         */
        this.livechat_linked_contact = fields.Attr(undefined, {
            /** @this {import("models").Thread} */
            onUpdate() {
                this.livechatAskForContact();
            },
        });
        /** @type {string|false|undefined} not verified */
        this.livechat_visitor_email = undefined;
    },
    get livechatHasUnknownContact() {
        return this.livechat_is_linked && [null, undefined].includes(this.livechat_linked_contact);
    },
    livechatAskForContact() {
        if (this.livechatHasUnknownContact) {
            this.store.env.services["livechat_info_panel.linked_contacts"]?.fetch(this);
        }
    },
    /** @returns {string|undefined} the customer's name, for the agents of the conversation only */
    get livechatCustomerName() {
        if (this.channel_type !== "livechat" || !this.livechatIsForAgent) {
            return undefined;
        }
        return this.livechat_linked_contact?.name || this.livechat_customer_name || undefined;
    },
    /** @returns {string[]} by what it is told from others of the same name, best first */
    get livechatHints() {
        const { company, email } = this.livechat_linked_contact || {};
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

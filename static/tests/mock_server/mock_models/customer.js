import { fields, getKwArgs, serverState } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

/** Build what the server sends of a customer of whom nothing is known. */
export function makeCustomer(values) {
    return {
        contact: false,
        is_contact_hidden: false,
        has_company: false,
        guest: false,
        given: { email: false, phone: false },
        matches: [],
        events: [],
        other_count: 0,
        can_create: true,
        ...values,
    };
}

/** Build what the server sends of a contact. */
export function makeContact({ id, name, ...values }) {
    return {
        id,
        name,
        avatar_url: `/web/image/res.partner/${id}/avatar_128?unique=1`,
        company_name: false,
        email: false,
        phone: false,
        tags: [],
        ...values,
    };
}

/** Build what the server sends of another conversation of the customer. */
export function makeRecent(values) {
    return {
        id: 900,
        name: "Visitor #20",
        date: "2025-06-03 10:20:00",
        end_date: "2025-06-03 10:20:00",
        channel_name: "Support",
        agents: ["Otto"],
        status: false,
        outcome: "no_failure",
        tags: [],
        rating: "none",
        note: "",
        match: "contact",
        ...values,
    };
}

/** Who the customer of a conversation is, and what else they chatted. */
export const CustomerMixin = (Base) =>
    class extends Base {
        /** On the server, it is another one for whom may not read the contact. */
        livechat_customer_name = fields.Char();
        livechat_visitor_email = fields.Char();
        /** On the server no fields. */
        livechat_is_linked = fields.Boolean();
        livechat_linked_contact = fields.Json();
        livechat_customer = fields.Json();
        livechat_recent_conversations = fields.Json({ default: () => ({ count: 0, items: [] }) });

        /** By which name agents know the customer, if a test says it. */
        _get_name_values(channel) {
            return (
                channel.livechat_customer_name && {
                    livechat_customer_name: channel.livechat_customer_name,
                    livechat_is_linked: channel.livechat_is_linked,
                    livechat_linked_contact: channel.livechat_linked_contact || false,
                    livechat_visitor_email: channel.livechat_visitor_email,
                }
            );
        }

        _get_customer_values(channel) {
            return {
                livechat_customer: channel.livechat_customer || this._make_customer(channel),
                livechat_recent_conversations: channel.livechat_recent_conversations,
            };
        }

        /** Unless a test says it: what the members of the conversation tell. */
        _make_customer(channel) {
            const [visitor] = this.env["discuss.channel.member"]
                .browse(channel.channel_member_ids)
                .filter((member) => member.livechat_member_type === "visitor");
            const [partner] = this.env["res.partner"].browse(visitor?.partner_id || []);
            const [guest] = this.env["mail.guest"].browse(visitor?.guest_id || []);
            return makeCustomer({
                contact: partner
                    ? makeContact({ id: partner.id, name: partner.name, is_linked: false })
                    : false,
                guest: guest ? { name: guest.name } : false,
            });
        }

        livechat_link_contact() {
            const { ids, partner_id } = getKwArgs(arguments, "ids", "partner_id");
            const [{ id, name }] = this.env["res.partner"].browse(partner_id);
            this._change_contact(ids, "linked", name, () => ({
                contact: makeContact({ id, name, is_linked: true }),
                matches: [],
            }));
        }

        livechat_unlink_contact() {
            const { ids } = getKwArgs(arguments, "ids");
            const { contact } = this.browse(ids)[0].livechat_customer;
            this._change_contact(ids, "unlinked", contact.name, () => ({
                contact: false,
                matches: [{ ...contact, by: "email" }],
                other_count: 0,
            }));
        }

        livechat_link_guest_conversations() {
            const { ids } = getKwArgs(arguments, "ids");
            const [{ livechat_customer: customer }] = this.browse(ids);
            this.write(ids, { livechat_customer: { ...customer, other_count: 0 } });
            return customer.other_count;
        }

        livechat_get_contact_defaults() {
            return { default_name: "Visitor #20" };
        }

        livechat_get_recent_conversations() {
            const { ids } = getKwArgs(arguments, "ids", "by_company");
            return this.browse(ids)[0].livechat_recent_conversations;
        }

        action_livechat_open_recent() {
            return {
                type: "ir.actions.act_window",
                name: "Conversations",
                res_model: "discuss.channel",
                views: [[false, "list"]],
            };
        }

        livechat_get_preview() {
            return { note: "", messages: [], is_partial: false };
        }

        _change_contact(ids, action, contact_name, change) {
            const [channel] = this.browse(ids);
            const customer = channel.livechat_customer || this._make_customer(channel);
            const event = {
                action,
                contact_name,
                user_name: "Ada Agent",
                date: serializeDateTime(luxon.DateTime.now()),
            };
            this.write(ids, {
                livechat_customer: {
                    ...customer,
                    ...change(),
                    events: [event, ...customer.events],
                },
            });
            this._outdate_livechat_session_data(ids);
        }

        _outdate_livechat_session_data(channel_ids) {
            const [partner] = this.env["res.partner"].browse(serverState.partnerId);
            this.env["bus.bus"]._sendone(partner, "livechat_info_panel/session_data_outdated", {
                channel_ids,
            });
        }
    };

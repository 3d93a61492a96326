import { mailDataHelpers } from "@mail/../tests/mock_server/mail_mock_server";

import {
    Command,
    fields,
    getKwArgs,
    makeKwArgs,
    serverState,
} from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

const { Store } = mailDataHelpers;

const CONTACT_FIELDS = [
    "active",
    "commercial_company_name",
    "email",
    "email_normalized",
    "is_company",
    "name",
    "phone",
    "phone_sanitized",
    "write_date",
];

/**
 * Create a contact.
 *
 * @param {Object} values `company`: the name of the company, `tags`: as the server sends them
 * @returns {number} its id
 */
export function createContact(pyEnv, { company, tags = [], ...values }) {
    const { email, phone } = values;
    return pyEnv["res.partner"].create({
        category_id: tags,
        commercial_company_name: company,
        email_normalized: email,
        phone_sanitized: phone,
        ...values,
    });
}

/** Who the customer of a conversation is. */
export const CustomerMixin = (Base) =>
    class extends Base {
        /** On the server, it is another one for whom may not read the contact. */
        livechat_customer_name = fields.Char();
        livechat_erased_dt = fields.Datetime();
        livechat_visitor_email = fields.Char();
        livechat_visitor_phone = fields.Char();
        livechat_visitor_phone_sanitized = fields.Char();
        /** On the server no fields. */
        livechat_contact_events = fields.Json({ default: () => [] });
        livechat_contact_id = fields.Many2one({ relation: "res.partner" });
        livechat_is_contact_hidden = fields.Boolean();
        livechat_is_linked = fields.Boolean();
        livechat_match_ids = fields.Many2many({ relation: "res.partner" });
        livechat_unlinked_count = fields.Integer();

        /** By which name agents know the customer, if a test says it. */
        _get_name_values(channel) {
            return (
                channel.livechat_customer_name && {
                    ...this._get_contact_values(channel),
                    livechat_customer_name: channel.livechat_customer_name,
                    livechat_visitor_email: channel.livechat_visitor_email,
                }
            );
        }

        _get_contact_values(channel) {
            const visitor = this._get_visitor(channel);
            const contacts = this.env["res.partner"].browse(
                channel.livechat_contact_id || visitor?.partner_id || []
            );
            return {
                livechat_contact_id: Store.one(contacts, makeKwArgs({ fields: CONTACT_FIELDS })),
                livechat_is_linked: channel.livechat_is_linked,
                ...((contacts.length || channel.livechat_is_linked) && {
                    livechat_is_contact_told: true,
                }),
            };
        }

        _get_customer_values(channel) {
            return {
                ...this._get_contact_values(channel),
                livechat_contact_events: channel.livechat_contact_events,
                livechat_erased_dt: channel.livechat_erased_dt,
                livechat_is_contact_hidden: channel.livechat_is_contact_hidden,
                livechat_is_guest: Boolean(this._get_visitor(channel)?.guest_id),
                livechat_match_ids: Store.many(
                    this.env["res.partner"].browse(channel.livechat_match_ids),
                    makeKwArgs({ fields: CONTACT_FIELDS })
                ),
                livechat_unlinked_count: channel.livechat_unlinked_count,
                livechat_visitor_email: channel.livechat_visitor_email,
                livechat_visitor_phone: channel.livechat_visitor_phone,
                livechat_visitor_phone_sanitized: channel.livechat_visitor_phone_sanitized,
            };
        }

        _get_visitor(channel) {
            return this.env["discuss.channel.member"]
                .browse(channel.channel_member_ids)
                .find((member) => member.livechat_member_type === "visitor");
        }

        _has_access_create_partner() {
            return true;
        }

        livechat_link_contact() {
            const { ids, partner_id } = getKwArgs(arguments, "ids", "partner_id");
            this._change_contact(ids, "linked", partner_id, {
                livechat_contact_id: partner_id,
                livechat_is_linked: true,
                livechat_match_ids: [Command.set([])],
            });
        }

        livechat_unlink_contact() {
            const { ids } = getKwArgs(arguments, "ids");
            const { livechat_contact_id: partnerId } = this.browse(ids)[0];
            this._change_contact(ids, "unlinked", partnerId, {
                livechat_contact_id: false,
                livechat_is_linked: false,
                livechat_match_ids: [Command.set([partnerId])],
                livechat_unlinked_count: 0,
            });
        }

        livechat_link_guest_conversations() {
            const { ids } = getKwArgs(arguments, "ids");
            const [{ livechat_unlinked_count: count }] = this.browse(ids);
            this.write(ids, { livechat_unlinked_count: 0 });
            return count;
        }

        livechat_get_contact_defaults() {
            return { default_name: "Visitor #20" };
        }

        _change_contact(ids, action, partnerId, values) {
            const [{ livechat_contact_events: events }] = this.browse(ids);
            const [{ name: contact_name }] = this.env["res.partner"].browse(partnerId);
            const date = serializeDateTime(luxon.DateTime.now());
            const event = { action, contact_name, user_name: "Ada Agent", date };
            this.write(ids, { ...values, livechat_contact_events: [event, ...events] });
            this._outdate_livechat_session_data(ids);
        }

        _outdate_livechat_session_data(channel_ids) {
            const [partner] = this.env["res.partner"].browse(serverState.partnerId);
            this.env["bus.bus"]._sendone(partner, "livechat_info_panel/session_data_outdated", {
                channel_ids,
            });
        }
    };

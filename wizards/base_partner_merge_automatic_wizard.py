from odoo import api, models
from odoo.tools import SQL

# What there is one of for each contact, and for each of these fields.
ONE_FOR_EACH = {
    "im_livechat.channel.member.history": ["channel_id"],
    "discuss.channel.member": ["channel_id"],
    "mail.message.reaction": ["message_id", "content"],
}


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """What was of several contacts in conversations is of the one that is kept.

    Where two of them are in the same one, Odoo would delete all that the merged ones have of that
    kind: their part in every conversation.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys_generic(self, model, src_records, dst_record):
        """Here, as website_livechat adds members before this."""
        if model != "res.partner":
            return super()._update_foreign_keys_generic(model, src_records, dst_record)
        for name, fields in ONE_FOR_EACH.items():
            self._unite_what_is_of_contacts(name, fields, src_records | dst_record)
        result = super()._update_foreign_keys_generic(model, src_records, dst_record)
        self._tell_of_livechat_contact(dst_record)
        return result

    @api.model
    def _unite_what_is_of_contacts(self, name, fields, contacts):
        """Make one of the records of a model that would be the same if the contacts were one."""
        # sudo: all of ONE_FOR_EACH - whoever may merge the contacts
        records_sudo = self.env[name].sudo()
        for *_values, same_sudo in records_sudo._read_group(
            [("partner_id", "in", contacts.ids)], fields, ["id:recordset"], [("__count", ">", 1)]
        ):
            same_sudo = same_sudo.sorted("id")
            kept_sudo, others_sudo = same_sudo[:1], same_sudo[1:]
            vals = same_sudo._get_united_vals() if hasattr(same_sudo, "_get_united_vals") else {}
            self._update_foreign_keys_generic(name, others_sudo, kept_sudo)
            # No unlink: with a member it removes those of the same contact from threads.
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE id IN %s",
                    SQL.identifier(records_sudo._table),
                    others_sudo._ids,
                )
            )
            kept_sudo.write(vals)

    @api.model
    def _tell_of_livechat_contact(self, contact):
        """Have all that is kept in memory, or shown, of the live chats of a contact found anew."""
        # sudo: im_livechat.channel.member.history, discuss.channel - whoever may merge the contacts
        histories_sudo = self.env["im_livechat.channel.member.history"].sudo()
        histories_sudo = histories_sudo.search([("partner_id", "=", contact.id)])
        # sudo: res.users - whether the contact is somebody's who logs in
        if contact.sudo().with_context(active_test=False).user_ids:
            histories_sudo._forget_livechats_of_customers()
        channels_sudo = histories_sudo.channel_id | self.env["discuss.channel"].sudo().search(
            [("livechat_partner_id", "=", contact.id)]
        )
        open_sudo = channels_sudo.filtered(lambda channel: not channel.livechat_end_dt)
        open_sudo._look_for_help_if_unattended()
        open_sudo._outdate_livechat_session_data()
        contact._tell_of_livechat_contacts()

from markupsafe import Markup

from odoo import models
from odoo.fields import Domain

from odoo.addons.mail.tools.discuss import Store


class DiscussChannel(models.Model):
    """A visitor who logs in during the chat goes on as the contact who they are.

    What they wrote before stays the guest's, who is a customer of the conversation as well, but no
    member of it any more: who logs out again, or comes next to that browser, is not in it.
    """

    _inherit = "discuss.channel"

    def _continue_after_login(self):
        """Let the user go on, as their customer, in those of these conversations, if they are open,
        that they began as the guest of the context.

        To be called for what a visitor does, not an agent: whoever tests the widget and works in
        the same browser would be the customer of what is his to answer.

        :return: the conversations in which they are the customer instead of the guest, by now
        """
        guest = self.env["mail.guest"]._get_guest_from_context()
        if not self or not guest or self.env.user._is_public():
            return self.browse()
        # sudo: discuss.channel.member - of nobody but that guest, whose cookie the browser has
        continued = self.browse()
        for member_sudo in self._lock_guest_members(guest).sudo():
            channel_sudo = member_sudo.channel_id
            if channel_sudo._may_continue(self.env.user.partner_id):
                channel_sudo._replace_guest_by_user(member_sudo)
                continued |= channel_sudo.sudo(False)
        if continued:
            # The widget of another tab is still the guest's.
            Store(bus_channel=guest).add_global_values(
                self_partner=Store.One(self.env.user.partner_id, extra_fields="email")
            ).bus_send()
            continued._outdate_livechat_session_data()
        return continued

    def _lock_guest_members(self, guest):
        """Return the guest's memberships of these conversations, if they are open live chats.

        Of two requests at once, the second one starts anew when the first one is done.
        """
        # sudo: discuss.channel.member - see _continue_after_login
        members = self.env["discuss.channel.member"].sudo()
        members = members.search(
            Domain("channel_id", "in", self.ids)
            & Domain("guest_id", "=", guest.id)
            & Domain("channel_id.channel_type", "=", "livechat")
            & Domain("channel_id.livechat_end_dt", "=", False)
        )
        self.env.cr.execute(
            "SELECT FROM discuss_channel_member WHERE id = ANY(%s) FOR UPDATE", [members.ids]
        )
        return members

    def _may_continue(self, partner):
        """Whether a contact is, and was, in this conversation as a customer or not at all."""
        histories = self.livechat_channel_member_history_ids
        return not histories.filtered(
            lambda history: (
                history.partner_id == partner and history.livechat_member_type != "visitor"
            )
        )

    def _replace_guest_by_user(self, guest_member):
        """Make the user the customer of this conversation, of which he may know nothing yet.

        :param guest_member: the membership of the guest who he was
        """
        guest, partner = guest_member.guest_id, self.env.user.partner_id
        is_customer = guest == self._get_livechat_guest()
        self._add_members(
            users=self.env.user,
            create_member_params=self._get_continuing_member_vals(guest_member),
            post_joined_message=False,
        )
        # No _action_unfollow: it says that the guest left, and closes the chat window.
        guest_member.unlink()
        Store(bus_channel=self).add(
            self,
            [
                Store.Many("channel_member_ids", [], mode="DELETE", value=guest_member),
                "member_count",
            ],
        ).bus_send()
        if is_customer:
            vals = {"livechat_partner_id": partner.id, "livechat_partner_is_verified": True}
            if self.name.startswith(guest.name):
                vals["name"] = partner.name + self.name.removeprefix(guest.name)
            self.write(vals)
        self._notify_agents_of_login(guest)

    def _get_continuing_member_vals(self, guest_member):
        """Return the values of the user's membership: they have read what the guest had read."""
        return {
            "livechat_member_type": "visitor",
            "fetched_message_id": guest_member.fetched_message_id.id,
            "last_seen_dt": guest_member.last_seen_dt,
            "new_message_separator": guest_member.new_message_separator,
            "seen_message_id": guest_member.seen_message_id.id,
        }

    def _notify_agents_of_login(self, guest):
        """Tell the agents who the guest is. The widget shows no such notice to the customer."""
        if not self._had_agent():
            return  # the chatbot would take it for an answer
        notice = self.env._(
            "%(guest)s logged in as %(contact)s.",
            guest=guest.name,
            contact=self.env.user.partner_id.name,
        )
        self.message_post(
            # Nobody in the conversation: for whom it waits does not depend on this.
            author_id=self.env.ref("base.partner_root").id,
            body=Markup(
                '<div class="o_mail_notification o_hide_author" data-oe-type="channel-joined">'
                "%s</div>"
            )
            % notice,
            message_type="notification",
            subtype_xmlid="mail.mt_comment",
        )

    def _get_livechat_customer_name(self):
        # sudo: discuss.channel - agents may know with whom they speak
        channel_sudo = self.sudo()
        if channel_sudo.livechat_partner_is_verified and channel_sudo.livechat_partner_id:
            return channel_sudo.livechat_partner_id.name
        return super()._get_livechat_customer_name()

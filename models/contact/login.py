from markupsafe import Markup

from odoo import models
from odoo.fields import Domain

from odoo.addons.mail.tools.discuss import Store

from ..core.locking import lock


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
        the same browser would be the customer of what is theirs to answer.

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
        lock(members)
        return members

    def _may_continue(self, partner):
        """Whether a contact is, and was, in this conversation as a customer or not at all."""
        histories = self.livechat_channel_member_history_ids
        return not histories.filtered(
            lambda history: (
                history.partner_id == partner and history.livechat_member_type != "visitor"
            )
        )

    def _replace_guest_by_user(self, member):
        """Make the user the customer of this conversation, of which they may know nothing yet.

        :param member: the membership of the guest who they were
        """
        guest, partner = member.guest_id, self.env.user.partner_id
        is_customer = guest == self._get_livechat_guest()
        member._rtc_leave_call()
        if partner in self.channel_member_ids.partner_id:
            # No _action_unfollow: it says that the guest left, and closes the chat window.
            member.unlink()
            member_store = Store.Many("channel_member_ids", [], mode="DELETE", value=member)
            Store(bus_channel=self).add(self, [member_store, "member_count"]).bus_send()
        else:
            self._give_membership_to_user(member)
        if is_customer:
            vals = {"livechat_partner_id": partner.id, "livechat_partner_is_verified": True}
            if self.name.startswith(guest.name):
                vals["name"] = partner.name + self.name.removeprefix(guest.name)
            self.write(vals)
        self._notify_agents_of_login(guest)

    def _give_membership_to_user(self, member):
        """Make a guest's membership the user's, who has read what the guest had read.

        A new one would come last: for whom Odoo takes as the customer, and as an agent, goes by
        their order.
        """
        self.env.flush_all()
        # The ORM lets nobody do this.
        self.env.cr.execute(
            "UPDATE discuss_channel_member SET guest_id = NULL, partner_id = %s WHERE id = %s",
            [self.env.user.partner_id.id, member.id],
        )
        self.env.invalidate_all()
        # What the guest wrote goes by their own history.
        member.livechat_member_history_ids.member_id = False
        self.env.flush_all()
        member.livechat_member_type = "visitor"
        member._bus_send(
            "discuss.channel/joined",
            {
                "channel_id": self.id,
                "invite_to_rtc_call": False,
                "data": Store(bus_channel=member._bus_channel())
                .add(self)
                .add(member, "unpin_dt")
                .get_result(),
            },
        )
        Store(bus_channel=self).add(member, extra_fields={"guest_id": False}).bus_send()

    def _notify_agents_of_login(self, guest):
        """Tell the agents who the guest is. The widget shows no such notice to the customer."""
        if not self._had_agent():
            return  # the chatbot would take it for an answer
        # The request is in the visitor's language.
        agent = self.livechat_operator_id or self.env.company.partner_id
        notice = self.with_context(lang=agent._get_livechat_lang()).env._(
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
        return self.sudo()._get_login_name() or super()._get_livechat_customer_name()

    def _get_login_name(self):
        """Return the name of the contact as whom the guest logged in, deleted or not, as
        superuser; ``False`` if the guest did not."""
        if self.livechat_partner_id or not self.livechat_partner_is_verified:
            return self.livechat_partner_is_verified and self.livechat_partner_id.name
        customer = self._get_customer_history_sudo()
        return (
            self.livechat_customer_history_ids.sorted("id")
            .filtered(lambda history: history != customer and history.livechat_guest_name)[:1]
            .livechat_guest_name
        )

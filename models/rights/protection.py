from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import clean_context

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel

from ..core.constants import AGENTS
from ..core.server_context import get_server_context, with_server_context

# Of what Odoo keeps of all channels, what in a live chat is for the server.
KEPT_OF_LIVECHATS = {"last_interest_dt", "uuid"}
KEPT_OF_MEMBERS = {
    "agent_expertise_ids",
    "chatbot_script_id",
    "livechat_history_asked_dt",
    "livechat_member_history_ids",
    "livechat_member_type",
}


class DiscussChannel(models.Model):
    """What nobody may write on a conversation past the methods for it, member of it or not."""

    _inherit = "discuss.channel"

    def _livechat_check_new(self, vals_list):
        super()._livechat_check_new(vals_list)
        if self.env.su:
            return
        defaults = {name[8:] for name in self.env.context if name.startswith("default_")}
        given = self._livechat_fields_of_the_start()
        for vals in vals_list:
            names = vals.keys() | defaults
            self._check_livechat_names(names - given)
            if vals.get("channel_type", self.env.context.get("default_channel_type")) == "livechat":
                self._check_livechat_start(names, vals.get("livechat_operator_id"))

    def _check_livechat_start(self, names, operator_id):
        """Raise unless the user begins a conversation of their own, now, or tries a chatbot out.

        :param set names: the names of the fields that are given
        :param int operator_id: the contact whose conversation it is
        :raises AccessError: also for who is no Live Chat user
        """
        self._check_livechat_agent()
        self._refuse_livechat_names(names & (KEPT_OF_LIVECHATS | {"livechat_end_dt"}))
        # sudo: chatbot.script - whether it speaks for one, whoever may read chatbots
        chatbots_sudo = self.env["chatbot.script"].sudo().with_context(active_test=False)
        if operator_id != self.env.user.partner_id.id and not chatbots_sudo.search_count(
            [("operator_partner_id", "=", operator_id)], limit=1
        ):
            raise AccessError(self.env._("Nobody begins a conversation for somebody else."))

    def _livechat_with_create_context(self):
        """For visitors of the website, Odoo starts conversations in the name of agents."""
        creating = super()._livechat_with_create_context()
        if self.env.su or not self.env.user.has_group(AGENTS):
            return creating
        return with_server_context(creating, livechat_starting=True)

    def _livechat_check_vals(self, vals):
        super()._livechat_check_vals(vals)
        if self.env.su:
            return
        self._check_livechat_names(vals.keys() - self._get_names_of_posting())
        if "livechat_status" in vals:
            self._check_livechat_status(vals["livechat_status"])
        if not vals.get("livechat_end_dt", True):
            raise AccessError(self.env._("What has ended cannot be opened again."))

    def _livechat_complete_vals(self, vals):
        """A conversation ends when somebody ends it."""
        vals = super()._livechat_complete_vals(vals)
        if not self.env.su and "livechat_end_dt" in vals:
            vals = {**vals, "livechat_end_dt": fields.Datetime.now()}
        return vals

    def _livechat_split_vals(self, vals):
        names = vals.keys() & self._get_names_of_posting()
        if names and not self.env.su:
            # sudo: discuss.channel - Odoo writes it in the name of who posts, agent or not
            yield from super(DiscussChannel, self.sudo())._livechat_split_vals(
                {name: vals[name] for name in names}
            )
            vals = {name: vals[name] for name in vals if name not in names}
            if not vals:
                return
        yield from super()._livechat_split_vals(vals)

    def _livechat_with_post_context(self, message):
        return with_server_context(
            super()._livechat_with_post_context(message), livechat_posting=True
        )

    def _get_names_of_posting(self):
        """Return the fields that may be written now because a message is followed up."""
        is_posting = get_server_context(self.env, "livechat_posting")
        return self._livechat_fields_of_posting() if is_posting else set()

    def _check_livechat_names(self, names):
        """Raise unless the user may write fields.

        :param set names: the names of the fields
        :raises AccessError: if something is not for them to write
        :raises UserError: if the conversations are no live chats
        """
        protected = self._livechat_protected_fields() | self._livechat_fields_of_the_start()
        self._refuse_livechat_names(names & protected)
        if names & KEPT_OF_LIVECHATS and self.filtered(is_livechat_channel):
            self._refuse_livechat_names(names & KEPT_OF_LIVECHATS)
        if "livechat_end_dt" in names or any(map(self._is_for_livechat_agents_only, names)):
            self._check_livechat_agent()
        if "active" in names and (livechats := self.filtered(is_livechat_channel)):
            livechats._check_livechat_agent()

    def _refuse_livechat_names(self, names):
        if names:
            raise AccessError(
                self.env._(
                    "This follows from what happens in a conversation and cannot be written:"
                    " %(fields)s.",
                    fields=", ".join(sorted(names)),
                )
            )


class DiscussChannelMember(models.Model):
    _inherit = "discuss.channel.member"

    def _livechat_complete_new_vals(self, vals_list):
        """Let nobody say of whom they add what those are. Who is there when somebody begins a
        conversation, as website_livechat does for visitors of the website, is its customer."""
        if not self.env.su:
            vals_list = [{k: vals[k] for k in vals.keys() - KEPT_OF_MEMBERS} for vals in vals_list]
            if get_server_context(self.env, "livechat_starting"):
                vals_list = [self._with_type_at_start(vals) for vals in vals_list]
        return super()._livechat_complete_new_vals(vals_list)

    def _with_type_at_start(self, vals):
        # sudo: discuss.channel - whether the conversation that begins is a live chat
        channel_sudo = self.env["discuss.channel"].sudo().browse(vals.get("channel_id"))
        if channel_sudo.channel_type != "livechat":
            return vals
        partner = self.env.user.partner_id
        is_trying_chatbot = channel_sudo.livechat_operator_id != partner
        if vals.get("partner_id") == partner.id and not is_trying_chatbot:
            return vals
        is_bot = (
            is_trying_chatbot and vals.get("partner_id") == channel_sudo.livechat_operator_id.id
        )
        return {**vals, "livechat_member_type": "bot" if is_bot else "visitor"}

    def _livechat_with_create_context(self):
        adding = super()._livechat_with_create_context()
        if not self.env.su:
            adding = adding.with_context(clean_context(adding.env.context))
        return adding

    def _livechat_check_vals(self, vals):
        """Let nobody make an agent, or a customer, of themselves."""
        super()._livechat_check_vals(vals)
        if not self.env.su and KEPT_OF_MEMBERS & vals.keys():
            raise AccessError(self.env._("What somebody is in a conversation cannot be changed."))

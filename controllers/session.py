from werkzeug.exceptions import BadRequest, NotFound

from odoo.fields import Command
from odoo.http import request, route

from odoo.addons.im_livechat.controllers.channel import LivechatChannelController
from odoo.addons.im_livechat.controllers.webclient import WebClient

from ..models.core.clean import browse_ids, clean_id, find_id

# How many conversations the panel is asked for at once, at most.
SESSIONS_LIMIT = 100
# What of a conversation its panel reads; whatever is missing here takes a statement more.
SESSION_FIELDS = [
    "channel_type",
    "chatbot_current_step_id",
    "livechat_computed_outcome",
    "livechat_country_is_estimated",
    "livechat_customer_left_dt",
    "livechat_earlier_chatbot_answers",
    "livechat_end_dt",
    "livechat_erased_dt",
    "livechat_failure",
    "livechat_is_escalated",
    "livechat_lang_id",
    "livechat_note",
    "livechat_note_author_name",
    "livechat_note_dt",
    "livechat_note_version_id",
    "livechat_operator_id",
    "livechat_outcome_corrected_by_name",
    "livechat_outcome_corrected_dt",
    "livechat_outcome_correction",
    "livechat_outcome_reason",
    "livechat_partner_id",
    "livechat_partner_is_verified",
    "livechat_visitor_email",
    "livechat_visitor_id",  # of website_livechat
    "livechat_visitor_lang",
    "livechat_visitor_phone",
    "livechat_visitor_phone_sanitized",
    "livechat_visitor_tz",
]


class LivechatPanelChannelController(LivechatChannelController):
    """Odoo's routes for what its panel changes, each now a call of the conversation's own method.

    None calls ``super``: Odoo's write, as superuser and for every internal user who can read the
    conversation, what those methods write for Live Chat users only.
    """

    @route()
    def livechat_session_update_note(self, channel_id, note):
        self._get_conversation(channel_id).livechat_set_note(note)

    @route()
    def livechat_session_update_status(self, channel_id, livechat_status):
        self._get_conversation(channel_id).livechat_set_status(livechat_status)

    @route()
    def livechat_conversation_update_tags(self, channel_id, tag_ids, method="ADD"):
        channel = self._get_conversation(channel_id)
        command = {"ADD": Command.link, "DELETE": Command.unlink}.get(str(method))
        if not command:
            raise BadRequest(request.env._("Update tags: only ADD and DELETE are allowed."))
        channel._check_livechat_agent()
        tags = browse_ids(request.env["im_livechat.conversation.tag"], tag_ids)
        channel._update_livechat_tags([command(tag.id) for tag in tags])

    @route()
    def livechat_conversation_write_expertises(self, channel_id, orm_commands):
        channel = self._get_conversation(channel_id)
        if not isinstance(orm_commands, list) or not all(map(self._is_link, orm_commands)):
            raise BadRequest(
                request.env._("Write expertises: only LINK and UNLINK commands are allowed.")
            )
        channel._check_livechat_agent()
        ids = [command[1] for command in orm_commands]
        known_ids = set(browse_ids(request.env["im_livechat.expertise"], ids).ids)
        channel._update_livechat_expertises(
            [command[:2] for command in orm_commands if command[1] in known_ids]
        )

    @staticmethod
    def _is_link(command):
        return (
            isinstance(command, list)
            and len(command) >= 2
            and type(command[0]) is int
            and command[0] in (Command.LINK, Command.UNLINK)
        )

    @route()
    def livechat_conversation_create_and_link_expertise(self, channel_id, expertise_name):
        self._get_conversation(channel_id).livechat_add_expertise(expertise_name)

    def _get_conversation(self, channel_id):
        channel = find_id(request.env["discuss.channel"], channel_id)
        if not channel:
            raise NotFound()
        return channel


class LivechatSessionData(WebClient):
    @classmethod
    def _process_request_for_internal_user(cls, store, name, params):
        """Send what the panel shows to agents only, not to every employee who can read the chat.

        It is asked for as Odoo does, by ``channel_id``, or of several at once, by ``channel_ids``.
        """
        if name != "/im_livechat/session/data":
            return super()._process_request_for_internal_user(store, name, params)
        params = params if isinstance(params, dict) else {}
        ids = params.get("channel_ids")
        ids = ids if isinstance(ids, list) else [params.get("channel_id")]
        # Without an id: Odoo would send the conversation to every employee who can read it.
        super()._process_request_for_internal_user(store, name, {})
        cls._add_livechat_sessions(request.env, store, ids[:SESSIONS_LIMIT])
        return None

    @classmethod
    def _add_livechat_sessions(cls, env, store, ids):
        """Add what the panel shows of those of these conversations that the agent may see."""
        channels = env["discuss.channel"]
        names = [name for name in SESSION_FIELDS if name in channels._fields]
        channels = channels._find_readable_livechats(map(clean_id, ids), names)
        channels._filter_for_livechat_agent()._livechat_session_to_store(store)

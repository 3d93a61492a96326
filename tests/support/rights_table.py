"""Who may do and know what: one row for each route, method, model, field and notification.

A row names the kinds of users to whom it is allowed; to all others it is refused, and they receive
nothing of it. ``test_rights`` finds by itself what there is, and fails for what has no row here.

To add one, write a line in the dictionary that its message names:

- what changes a conversation: ``row(AGENTS, args)``
- what tells something: ``tells(AGENTS, args)``
- what leaves no trace: ``passes(AGENTS, args)``

The arguments are those of the call, or a function of the test, which has the conversations
``channel`` (looking for help), ``calm`` (in progress), ``closed`` and ``unlinked`` (to no contact),
``tag``, ``expertise``, ``new_contact`` and whatever else ``tests/support/rights.py`` gives it.
"""

from collections import namedtuple

from .rights_kinds import (
    ADMINISTRATOR,
    AGENT,
    AGENT_CUSTOMER,
    AGENTS,
    ALL,
    CAN_READ,
    CUSTOMERS,
    EMPLOYEE_CUSTOMER,
    GUEST,
    IN_THE_CHAT,
    INTERNAL,
    LIVECHAT_USERS,
    NOBODY,
    PORTAL,
    USERS,
    passes,
    row,
    tells,
)


def _channel(test, **params):
    return {"channel_id": test.channel.id, **params}


def _chatbot(test):
    return {"channel_id": test.channel.id, "chatbot_script_id": test.chatbot.id}


# Routes that the addon defines or extends, by the names of their methods.
ROUTES = {
    "livechat_session_update_note": row(AGENTS, lambda t: _channel(t, note="<p>New</p>")),
    "livechat_session_update_status": row(AGENTS, lambda t: _channel(t, livechat_status="waiting")),
    "livechat_conversation_update_tags": row(
        AGENTS, lambda t: _channel(t, tag_ids=t.other_tag.ids)
    ),
    "livechat_conversation_write_expertises": row(
        AGENTS, lambda t: _channel(t, orm_commands=[[4, t.other_expertise.id]])
    ),
    "livechat_conversation_create_and_link_expertise": row(
        AGENTS, lambda t: _channel(t, expertise_name=t.other_expertise.name)
    ),
    "feedback": row(CUSTOMERS, lambda t: _channel(t, rate=5)),
    "history_pages": row(
        CUSTOMERS, lambda t: _channel(t, pid=t.agent.partner_id.id, page_history=["/shop"])
    ),
    "visitor_leave_session": row(CUSTOMERS, _channel),
    "chatbot_restart": row(NOBODY, _chatbot),  # an agent has been there
    "chatbot_save_answer": row(NOBODY, lambda t: _channel(t, message_id=1, selected_answer_id=1)),
    "chatbot_trigger_step": row(NOBODY, _chatbot),
    "chatbot_validate_email": row(NOBODY, _channel),
    "get_session": tells(ALL, lambda t: {"channel_id": t.livechat_channel.id}),
    "leave_message": tells(ALL, lambda t: {"channel_id": t.livechat_channel.id, "body": "Hi"}),
    "leave_email": tells(
        ALL, lambda t: {"channel_id": t.livechat_channel.id, "email": "x@example.com"}
    ),
    "cors_leave_email": tells(
        ALL, lambda t: {"channel_id": t.livechat_channel.id, "email": "x@example.com"}
    ),
    "cors_leave_message": tells(ALL, lambda t: {"channel_id": t.livechat_channel.id, "body": "Hi"}),
    "download_livechat_transcript": tells(CAN_READ, _channel),
    "email_livechat_transcript": row(
        AGENTS,
        lambda t: _channel(t, email="carla@example.com"),
        in_words={EMPLOYEE_CUSTOMER, AGENT_CUSTOMER},  # a copy to themselves, and to nobody else
    ),
    "mail_message_post": row(
        CAN_READ,
        lambda t: {
            "thread_model": "discuss.channel",
            "thread_id": t.channel.id,
            "post_data": {"body": "Hello", "message_type": "comment"},
        },
    ),
    "mail_attachment_upload": passes(
        CAN_READ,
        lambda t: {"thread_model": "discuss.channel", "thread_id": t.channel.id},
    ),
    "discuss_channel_notify_typing": passes(CAN_READ, lambda t: _channel(t, is_typing=True)),
}

# What the web client asks of /mail/data.
DATA = {
    "/im_livechat/looking_for_help": tells(AGENTS),
    "/im_livechat/session/data": tells(AGENTS, _channel),
    "/livechat_info_panel/company_conversations": tells(AGENTS, _channel),
    "/livechat_info_panel/now": tells(AGENTS),
    "/livechat_info_panel/continue_after_login": tells(NOBODY, lambda t: t.channel.ids),
    "init_livechat": tells(ALL, lambda t: t.livechat_channel.id),
    # Of Odoo.
    "channels_as_member": tells(IN_THE_CHAT),
    "discuss.channel": tells(CAN_READ, lambda t: t.channel.ids),
}

# Methods that can be called over RPC, of all models.
METHODS = {
    "discuss.channel.action_livechat_ask_help": row(AGENTS, on="calm"),
    "discuss.channel.action_livechat_close": row(AGENTS),
    "discuss.channel.action_livechat_confirm": tells(LIVECHAT_USERS, ["close"]),
    "discuss.channel.action_livechat_erase": row({ADMINISTRATOR}, on="closed"),
    "discuss.channel.action_livechat_in_progress": row(AGENTS, on="channel"),
    "discuss.channel.action_livechat_join": row({ADMINISTRATOR}),
    "discuss.channel.action_livechat_reassign": row(AGENTS),
    "discuss.channel.action_livechat_reopen": row(AGENTS, on="closed"),
    "discuss.channel.action_livechat_send_transcript": row(AGENTS, on="closed"),
    "discuss.channel.action_livechat_waiting": row(AGENTS),
    "discuss.channel.execute_command_history": row({AGENT}, in_words={ADMINISTRATOR}),
    "discuss.channel.channel_pin": passes(CAN_READ - {GUEST}, [True]),
    "discuss.channel.channel_rename": row(IN_THE_CHAT & INTERNAL, ["Parcel"]),
    "discuss.channel.livechat_add_expertise": row(AGENTS, lambda t: [t.other_expertise.name]),
    "discuss.channel.livechat_add_tag": row(AGENTS, ["Rights"]),
    "discuss.channel.livechat_ask_help": row(AGENTS, ["Help"]),
    "discuss.channel.livechat_close": row(AGENTS),
    "discuss.channel.livechat_correct_outcome": row(AGENTS, ["escalated", "So it is"], on="closed"),
    # Who may create tickets besides.
    "discuss.channel.livechat_create_ticket": row(NOBODY, in_words=AGENTS),
    "discuss.channel.livechat_erase": row({ADMINISTRATOR}, on="closed"),
    "discuss.channel.livechat_erase_note_version": row(
        {ADMINISTRATOR}, lambda t: [t.note_versions[0].id]
    ),
    "discuss.channel.livechat_get_agent_choices": tells(AGENTS),
    "discuss.channel.livechat_get_contact_defaults": tells(AGENTS),
    "discuss.channel.livechat_get_note_versions": tells(AGENTS),
    "discuss.channel.livechat_get_preview": tells(AGENTS),
    "discuss.channel.action_livechat_open_recent": tells(AGENTS),
    "discuss.channel.livechat_get_recent_conversations": tells(AGENTS),
    # Where there are tickets that they may see.
    "discuss.channel.action_livechat_open_tickets": tells(AGENTS, ["ticket"], in_words=AGENTS),
    "discuss.channel.livechat_hide_brief": passes(AGENTS),
    "discuss.channel.livechat_join": row({ADMINISTRATOR}),
    "discuss.channel.livechat_join_channel_needing_help": row({ADMINISTRATOR}, on="channel"),
    "discuss.channel.livechat_link_contact": row(
        AGENTS, lambda t: [t.new_contact.id], on="unlinked"
    ),
    "discuss.channel.livechat_link_guest_conversations": row(AGENTS),
    "discuss.channel.livechat_notify_note_editing": passes(AGENTS, ["key"]),
    "discuss.channel.livechat_reassign": row(AGENTS, lambda t: [t.expert.id]),
    "discuss.channel.livechat_remove_expertise": row(AGENTS, lambda t: [t.expertise.id]),
    "discuss.channel.livechat_remove_tag": row(AGENTS, lambda t: [t.tag.id]),
    "discuss.channel.livechat_reopen": row(AGENTS, on="closed"),
    "discuss.channel.livechat_restore_note": row(AGENTS, lambda t: [t.note_versions[0].id]),
    "discuss.channel.livechat_save_note": row(AGENTS, lambda t: ["New", t.note_versions[-1].id]),
    "discuss.channel.livechat_send_message": row(
        AGENTS, ["Hello", ["carla@example.com"]], on="closed"
    ),
    "discuss.channel.livechat_send_transcript": row(AGENTS, [["carla@example.com"]]),
    "discuss.channel.livechat_set_note": row(AGENTS, ["<p>New</p>"]),
    "discuss.channel.livechat_set_status": row(AGENTS, ["waiting"]),
    "discuss.channel.livechat_unlink_contact": row(AGENTS),
    "discuss.channel.message_post": row(CAN_READ - {GUEST}),
    "discuss.channel.set_message_pin": row(
        CAN_READ - {GUEST}, lambda t: [t.channel.message_ids[:1].id, True]
    ),
    "im_livechat.conversation.tag.livechat_merge": row({ADMINISTRATOR}, on="tags"),
    "im_livechat.conversation.tag.livechat_search_names": tells(LIVECHAT_USERS, ["zebra"], on=None),
    "im_livechat.conversation.tag.name_create": row(LIVECHAT_USERS, ["Rights"], on=None),
    "im_livechat.expertise.action_view_open_channels": tells(USERS, on="expertise"),  # a list
    "im_livechat.expertise.livechat_merge": row({ADMINISTRATOR}, on="expertises"),
    "im_livechat.expertise.livechat_search_names": tells(INTERNAL, ["zebra"], on=None),
    "im_livechat.expertise.name_create": row({ADMINISTRATOR}, ["Rights"], on=None),
    "livechat.action.report.action_close": tells(USERS, on="report"),  # it reloads the page
    # A link, which shows whoever follows it what they may see.
    "livechat.action.report.line.action_open_channel": tells(LIVECHAT_USERS, on="report_line"),
    "livechat.confirm.wizard.action_confirm": row({ADMINISTRATOR}, on="erase_wizard"),
    "livechat.contact.link.action_open_channel": tells(AGENTS, on="contact_link"),
    "livechat.customer.wait.action_open_channel": tells(AGENTS, on="customer_wait"),
    "livechat.handover.action_open_channel": tells(AGENTS, on="handover"),
    "livechat.help.wizard.action_ask_help": row(AGENTS, on="help_wizard"),
    "livechat.note.version.action_open_channel": tells(AGENTS, on="note_version"),
    "livechat.reassign.wizard.action_reassign": row(AGENTS, on="reassign_wizard"),
    "livechat.status.period.action_open_channel": tells(AGENTS, on="period"),
    "livechat.ticket.link.action_open_channel": tells(AGENTS, on="ticket_link"),
    "livechat.ticket.wizard.action_create_ticket": row(NOBODY, on="ticket_wizard", in_words=AGENTS),
    "livechat.waiting.report.action_open_channel": tells({ADMINISTRATOR}, on="waiting_report"),
    "mail.template.send_mail_batch": row(NOBODY, lambda t: [t.channel.ids], on="template"),
    "livechat.transcript.action_open_channel": tells(AGENTS, on="transcript"),
    "livechat.transcript.livechat_cancel": passes(AGENTS, on="transcript"),  # it has failed
    "livechat.transcript.livechat_retry": row(AGENTS, on="transcript"),
    # Who may look persons up, with or without Live Chat rights.
    "privacy.lookup.wizard.line.action_livechat_erase": row(NOBODY, on="lookup_line"),
    # Those of the user's own settings; of others it is refused.
    "res.users.settings.livechat_share_panel_layout": row({ADMINISTRATOR}, on="manager_settings"),
}

Model = namedtuple("Model", "read write create unlink")

# Models that the addon defines.
MODELS = {
    "livechat.action.report": Model(NOBODY, NOBODY, LIVECHAT_USERS, NOBODY),
    "livechat.action.report.line": Model(NOBODY, NOBODY, LIVECHAT_USERS, NOBODY),
    "livechat.contact.link": Model(AGENTS, NOBODY, NOBODY, NOBODY),
    "livechat.confirm.wizard": Model(NOBODY, NOBODY, LIVECHAT_USERS, NOBODY),
    "livechat.customer.wait": Model(AGENTS, NOBODY, NOBODY, NOBODY),
    "livechat.handover": Model(AGENTS, NOBODY, NOBODY, NOBODY),
    "livechat.help.wizard": Model(NOBODY, NOBODY, LIVECHAT_USERS, NOBODY),
    "livechat.left.count": Model(NOBODY, NOBODY, NOBODY, NOBODY),
    "livechat.note.version": Model(AGENTS, NOBODY, NOBODY, NOBODY),
    "livechat.reassign.wizard": Model(NOBODY, NOBODY, LIVECHAT_USERS, NOBODY),
    "livechat.status.period": Model(AGENTS, NOBODY, NOBODY, NOBODY),
    "livechat.ticket.link": Model(AGENTS, NOBODY, NOBODY, NOBODY),
    "livechat.ticket.wizard": Model(NOBODY, NOBODY, LIVECHAT_USERS, NOBODY),
    "livechat.transcript": Model(AGENTS, NOBODY, NOBODY, NOBODY),
    "livechat.waiting.report": Model({ADMINISTRATOR}, NOBODY, NOBODY, NOBODY),
}

# What is given when they are created, where somebody may.
NEW = {
    "livechat.confirm.wizard": lambda t: {"action": "close", "channel_ids": t.closed.ids},
    "livechat.help.wizard": lambda t: {"channel_id": t.other.id},
    "livechat.reassign.wizard": lambda t: {"channel_id": t.other.id},
    "livechat.ticket.wizard": lambda t: {"channel_id": t.other.id, "title": "Zebra"},
}

# What nobody may give to a dialog, not even who may create it: what they may not read.
NOT_GIVEN = {
    "livechat.confirm.wizard": lambda t: {"action": "close", "channel_ids": t.private_group.ids},
    "livechat.help.wizard": lambda t: {"channel_id": t.private_group.id},
    "livechat.reassign.wizard": lambda t: {"channel_id": t.private_group.id},
    "livechat.ticket.wizard": lambda t: {"channel_id": t.private_group.id, "title": "Zebra"},
}

Field = namedtuple("Field", "read write")
KEPT = Field(AGENTS, NOBODY)

# Fields that the addon adds or changes, and those that Odoo has for the panel.
FIELDS = {
    "chatbot.message.livechat_is_answer": Field(NOBODY, NOBODY),
    "chatbot.message.livechat_raw_step_id": Field(NOBODY, NOBODY),
    "chatbot.message.livechat_selected_answer": Field(NOBODY, NOBODY),
    "chatbot.message.livechat_step_type": Field(NOBODY, NOBODY),
    "discuss.channel.livechat_agent_providing_help_history": KEPT,
    "discuss.channel.livechat_agent_requesting_help_history": KEPT,
    "discuss.channel.livechat_answer_due_dt": KEPT,
    "discuss.channel.livechat_answer_urgency": KEPT,
    "discuss.channel.livechat_answer_warn_dt": KEPT,
    "discuss.channel.livechat_computed_outcome": KEPT,
    "discuss.channel.livechat_contact_id": KEPT,
    "discuss.channel.livechat_conversation_tag_ids": Field(AGENTS, {AGENT}),
    "discuss.channel.livechat_country_is_estimated": Field(CAN_READ & USERS, NOBODY),
    "discuss.channel.livechat_customer_left_dt": KEPT,
    "discuss.channel.livechat_customer_name": KEPT,
    "discuss.channel.livechat_customer_waiting_hour": KEPT,
    "discuss.channel.livechat_customer_waiting_since_dt": KEPT,
    "discuss.channel.livechat_earlier_chatbot_answers": KEPT,
    "discuss.channel.livechat_end_dt": Field(CAN_READ & USERS, {AGENT}),
    "discuss.channel.livechat_erased_dt": KEPT,
    "discuss.channel.livechat_expertise_ids": Field(AGENTS, {AGENT}),
    "discuss.channel.livechat_failure": KEPT,
    "discuss.channel.livechat_handover_ids": KEPT,
    "discuss.channel.livechat_help_due_dt": KEPT,
    "discuss.channel.livechat_help_text": KEPT,
    "discuss.channel.livechat_help_urgency": KEPT,
    "discuss.channel.livechat_help_user_id": KEPT,
    "discuss.channel.livechat_help_warn_dt": KEPT,
    "discuss.channel.livechat_is_escalated": KEPT,
    "discuss.channel.livechat_is_unattended": KEPT,
    "discuss.channel.livechat_left_notice_ids": Field(NOBODY, NOBODY),
    "discuss.channel.livechat_looking_for_help_since_dt": KEPT,
    "discuss.channel.livechat_matches_self_expertise": KEPT,
    "discuss.channel.livechat_needs_attention": KEPT,
    "discuss.channel.livechat_note": Field(AGENTS, {AGENT}),
    "discuss.channel.livechat_note_author_name": KEPT,
    "discuss.channel.livechat_note_dt": KEPT,
    "discuss.channel.livechat_note_text": KEPT,
    "discuss.channel.livechat_note_version_id": KEPT,
    "discuss.channel.livechat_outcome": KEPT,
    "discuss.channel.livechat_outcome_corrected_by_id": KEPT,
    "discuss.channel.livechat_outcome_corrected_by_name": KEPT,
    "discuss.channel.livechat_outcome_corrected_dt": KEPT,
    "discuss.channel.livechat_outcome_correction": KEPT,
    "discuss.channel.livechat_outcome_reason": KEPT,
    "discuss.channel.livechat_partner_id": KEPT,
    "discuss.channel.livechat_partner_is_verified": KEPT,
    "discuss.channel.livechat_same_company_id": KEPT,
    "discuss.channel.livechat_same_customer_id": KEPT,
    "discuss.channel.livechat_status": Field(AGENTS, {AGENT}),
    "discuss.channel.livechat_status_duration_hour": KEPT,
    "discuss.channel.livechat_status_period_ids": KEPT,
    "discuss.channel.livechat_status_since_dt": KEPT,
    "discuss.channel.livechat_transcript_ids": KEPT,
    "discuss.channel.livechat_visitor_email": KEPT,
    "discuss.channel.livechat_visitor_lang": Field(CAN_READ & USERS, NOBODY),
    "discuss.channel.livechat_visitor_phone": KEPT,
    "discuss.channel.livechat_visitor_phone_sanitized": KEPT,
    "discuss.channel.livechat_visitor_tz": Field(CAN_READ & USERS, NOBODY),
    "discuss.channel.member.livechat_history_asked_dt": Field(LIVECHAT_USERS, NOBODY),
    "im_livechat.channel.ask_email_when_unavailable": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.answer_within_minutes": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.first_answer_within_minutes": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.help_overdue_minutes": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.is_waiting_after_reply": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.late_looks_for_help": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.leave_message_when_unavailable": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.resource_calendar_id": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.retention_months": Field(LIVECHAT_USERS, {ADMINISTRATOR}),
    "im_livechat.channel.member.history.conversation_tag_ids": KEPT,
    **{
        f"im_livechat.channel.member.history.livechat_{name}": KEPT
        for name in (
            *("answer_count", "asked_for_help_count", "first_answer_hour", "handed_over_count"),
            *("helped_count", "missed_count", "reassigned_count"),
        )
    },
    "im_livechat.channel.member.history.livechat_call_id": KEPT,
    "im_livechat.channel.member.history.livechat_handover_id": KEPT,
    "im_livechat.channel.member.history.livechat_left_dt": Field(LIVECHAT_USERS, NOBODY),
    "im_livechat.channel.member.history.livechat_guest_name": Field(LIVECHAT_USERS, NOBODY),
    "im_livechat.channel.member.history.response_time_hour": KEPT,
    "im_livechat.channel.member.history.session_duration_hour": KEPT,
    "im_livechat.channel.member.history.session_outcome": KEPT,
    "im_livechat.conversation.tag.conversation_ids": Field(NOBODY, NOBODY),
    "im_livechat.expertise.open_channel_count": KEPT,
    "im_livechat.expertise.user_ids": Field(INTERNAL, {ADMINISTRATOR}),
    "im_livechat.report.channel.session_outcome": Field({ADMINISTRATOR}, NOBODY),
    "mail.mail.livechat_sending_dt": Field(NOBODY, NOBODY),
    "mail.mail.livechat_transcript_id": Field(NOBODY, NOBODY),
    "privacy.lookup.wizard.line.livechat_is_erasable": Field(NOBODY, NOBODY),
    "privacy.lookup.wizard.line.livechat_is_erased": Field(NOBODY, NOBODY),
    "res.company.livechat_panel_layout": Field(NOBODY, NOBODY),
    "res.config.settings.livechat_has_project": Field(NOBODY, NOBODY),
    "res.config.settings.livechat_project_tasks": Field(NOBODY, NOBODY),
    "res.users.settings.livechat_longest_wait_first": Field({AGENT}, {AGENT}),  # their own
    "res.users.settings.livechat_panel_layout": Field({AGENT}, {AGENT}),  # their own
}

# What conversations carry to the web client, by whatever way.
STORE = {
    "livechat_agent_names": AGENTS,
    "livechat_answer_due_dt": AGENTS,
    "livechat_answer_warn_dt": AGENTS,
    "livechat_brief": AGENTS,
    "livechat_channel_id": CAN_READ - {GUEST, PORTAL},
    "livechat_chatbot_answers": AGENTS,
    "livechat_company_recent_by_email_ids": AGENTS,
    "livechat_company_recent_contact": AGENTS,
    "livechat_company_recent_count": AGENTS,
    "livechat_company_recent_has_more": AGENTS,
    "livechat_company_recent_ids": AGENTS,
    "livechat_company_recent_is_old": AGENTS,
    "livechat_conversation_tag_ids": AGENTS,
    "livechat_country_is_estimated": AGENTS,
    "livechat_contact_events": AGENTS,
    "livechat_contact_id": AGENTS,
    "livechat_customer_name": AGENTS,
    "livechat_customer_waiting_since_dt": AGENTS,
    "livechat_end_dt": CAN_READ,
    "livechat_erased_dt": AGENTS,
    "livechat_expertise_ids": AGENTS,
    "livechat_greeter_id": CAN_READ - LIVECHAT_USERS,
    "livechat_help_due_dt": AGENTS,
    "livechat_help_text": AGENTS,
    "livechat_help_user_id": AGENTS,
    "livechat_help_warn_dt": AGENTS,
    "livechat_helper_id": AGENTS,
    "livechat_is_contact_hidden": AGENTS,
    "livechat_is_contact_told": AGENTS,
    "livechat_is_guest": AGENTS,
    "livechat_is_linked": AGENTS,
    "livechat_is_unattended": AGENTS,
    "livechat_known_contact": AGENTS,
    "livechat_last_handover": AGENTS,
    "livechat_last_handover_id": AGENTS,
    "livechat_leads": AGENTS,
    "livechat_looking_for_help_since_dt": AGENTS,
    "livechat_match_ids": AGENTS,
    "livechat_note": AGENTS,
    "livechat_note_line": AGENTS,
    "livechat_note_state": AGENTS,
    "livechat_operator_id": CAN_READ,
    "livechat_outcome": AGENTS,
    "livechat_outcome_correction": AGENTS,
    "livechat_present_agent_ids": AGENTS,
    "livechat_recent_by_email_ids": AGENTS,
    "livechat_recent_count": AGENTS,
    "livechat_recent_has_more": AGENTS,
    "livechat_recent_ids": AGENTS,
    "livechat_reopening_refusal": AGENTS,
    "livechat_status": AGENTS,
    "livechat_status_since_dt": AGENTS,
    "livechat_tickets": AGENTS,
    "livechat_transcript_emails": AGENTS,
    "livechat_transcripts": AGENTS,
    "livechat_unlinked_count": AGENTS,
    "livechat_visited_pages": AGENTS,
    "livechat_visitor_email": AGENTS,
    "livechat_visitor_id": LIVECHAT_USERS,  # as in Odoo, it is their own visit
    "livechat_visitor_lang": AGENTS,
    "livechat_visitor_phone": AGENTS,
    "livechat_visitor_phone_sanitized": AGENTS,
    "livechat_visitor_tz": AGENTS,
}

# Notifications of the bus, beside those of the store.
NOTIFICATIONS = {
    "im_livechat.history_command": CAN_READ,
    "im_livechat.looking_for_help/tags": AGENTS,
    "im_livechat.looking_for_help/update": AGENTS,
    "livechat_info_panel/handed_over": {ADMINISTRATOR},
    "livechat_info_panel/help_came": {AGENT},
    "livechat_info_panel/help_ended": AGENTS,
    "livechat_info_panel/help_requested": AGENTS,
    "livechat_info_panel/many_help_requested": LIVECHAT_USERS,
    "livechat_info_panel/note_editing": AGENTS,
    "livechat_info_panel/now": AGENTS,
    "livechat_info_panel/sending_failed": {AGENT},
    "livechat_info_panel/session_data_outdated": AGENTS,
}

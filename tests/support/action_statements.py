"""The SQL statements of what agents do, about in the order in which they are run."""

# What every action begins with ...
CHECKS = [
    # Who the user is, and in which conversation
    "SELECT discuss_channel BY id",
    "SELECT res_users BY id",
    # Whether they are its customer
    "SELECT im_livechat_channel_member_history BY channel_id",
]
# ... and what a change of the conversation's own fields does, too.
NOW = [
    # What those are told who look at Now
    "SELECT discuss_channel BY id",
]
CHANGE = [
    *NOW,
    "SELECT discuss_channel_member BY channel_id",
    # What is sent of it
    "SELECT im_livechat_expertise BY discuss_channel_id",
    "SELECT im_livechat_conversation_tag BY discuss_channel_id",
]
# Where an answer by mail to a message would go
REPLY_TO = [
    "SELECT mail_alias_domain",
    "SELECT mail_alias BY alias_domain_id, alias_name",
]
# What all agents see of a conversation: who is in it, who of them is there, who attends to it
SEEN = [
    "SELECT discuss_channel_rtc_session BY channel_id",
    "SELECT im_livechat_channel_member_history BY member_id",
    "SELECT res_users BY partner_id",
    "SELECT mail_presence BY user_id",
    "SELECT res_users_settings BY user_id",
    "SELECT mail_guest BY id",
    "SELECT mail_presence BY guest_id",
    "SELECT res_partner BY id",
    "SELECT bus_bus",
    "SELECT res_groups BY id",
]
# An agent comes into a conversation.
AGENT_COMES = [
    *NOW,
    *SEEN,
    # Which agents are in it
    "SELECT discuss_channel BY partner_id",
    # The new member
    "SELECT res_users BY partner_id",
    "INSERT discuss_channel_member",
    "SELECT im_livechat_channel_member_history BY channel_id, partner_id",
    "INSERT im_livechat_channel_member_history",
    "SELECT discuss_channel BY id",
    "SELECT discuss_channel BY id",
    "SELECT discuss_channel BY id",
    "SELECT discuss_channel_member BY channel_id, partner_id",
    # Whether another agent is in it, and what is asked for
    "SELECT discuss_channel_member BY channel_id",
    "SELECT res_partner BY discuss_channel_id",
    "SELECT im_livechat_expertise BY discuss_channel_id",
    "SELECT im_livechat_conversation_tag BY discuss_channel_id",
    "SELECT res_users BY id",
    # The message that says who joined
    "SELECT mail_message BY model, message_type",
    "SELECT im_livechat_channel BY id",
    "SELECT res_company BY id",
    "SELECT res_partner BY id",
    *REPLY_TO,
    "INSERT mail_message",
    "SELECT mail_message BY id",
    # ... which its author has read
    "SELECT mail_message BY model, message_type",
    "UPDATE discuss_channel_member",
    "SELECT mail_message BY model, message_type",
    "SELECT bus_bus",
    # ... and which is sent
    "SELECT mail_message BY id",
    "SELECT mail_message_schedule BY mail_message_id",
    "SELECT mail_message_subtype BY id",
    "SELECT rating_rating BY consumed, rating",
    # The handover
    "INSERT livechat_handover",
    "SELECT livechat_handover BY channel_id",
    # At the end of the request
    "SELECT discuss_channel BY id",
    "SELECT rating_rating BY res_id, res_model",
    "SELECT res_partner BY discuss_channel_id",
    "INSERT im_livechat_channel_member_history_discuss_channel_agent_rel",
    "SELECT res_partner BY discuss_channel_id",
    # How long the agents are in it, which is fetched by those only who want to know
    "SELECT im_livechat_channel_member_history BY id",
    "UPDATE im_livechat_channel_member_history",
    "UPDATE im_livechat_channel_member_history",
    "UPDATE im_livechat_channel_member_history",
    "UPDATE discuss_channel",
    "INSERT bus_bus",
]
SET_STATUS = [
    *CHECKS,
    *CHANGE,
    # What is sent of it
    "SELECT res_groups BY id",
    # One status ends, another one begins
    "SELECT livechat_status_period BY channel_id, end_dt",
    "SELECT im_livechat_channel BY id",  # its working hours
    "UPDATE livechat_status_period",
    "INSERT livechat_status_period",
    # Who set it
    "SELECT res_partner BY id",
    # At the end of the request
    "UPDATE discuss_channel",
    "INSERT bus_bus",
]
SAVE_NOTE = [
    *CHECKS,
    *CHANGE,
    # The new version
    "INSERT livechat_note_version",
    # Who wrote it
    "SELECT res_partner BY id",
    # At the end of the request
    "UPDATE discuss_channel",
    "INSERT bus_bus",
]
# Of another one, be it the same agent's, is seen whether it was typed in the same go.
SAVE_OTHERS_NOTE = [*SAVE_NOTE, "SELECT livechat_note_version BY id"]
SAVE_NOTE_AGAIN = [*SAVE_OTHERS_NOTE, "UPDATE livechat_note_version"]
ASK_FOR_HELP = [
    *CHECKS,
    *CHANGE,
    *SEEN,
    # What agents see of it
    "SELECT res_groups BY gid",
    "SELECT res_partner BY id",
    "SELECT res_groups BY id",
    # What is sent of it
    "SELECT im_livechat_channel BY id",
    "SELECT res_company BY id",
    "SELECT res_partner BY id",
    # One status ends, another one begins
    "SELECT livechat_status_period BY channel_id, end_dt",
    "UPDATE livechat_status_period",
    "INSERT livechat_status_period",
    # Which agents are told
    "SELECT res_users BY active",
    # When the call for help is overdue
    "SELECT ir_cron BY id",
    "INSERT ir_cron_trigger",
    # Since when the customer waits, after Waiting for customer
    "SELECT discuss_channel BY livechat_end_dt, livechat_status",
    # At the end of the request
    "UPDATE discuss_channel",
    "INSERT bus_bus",
]
JOIN = [
    *CHECKS,
    *AGENT_COMES,
    # Nobody else changes it meanwhile
    "UPDATE discuss_channel",
    "SELECT mail_message BY model, message_type",
    # One status ends, another one begins
    "SELECT livechat_status_period BY channel_id, end_dt",
    "UPDATE livechat_status_period",
    "INSERT livechat_status_period",
    # Who came
    "SELECT livechat_status_period BY channel_id",
]
REASSIGN = [
    *CHECKS,
    *AGENT_COMES,
    # Nobody else changes it meanwhile
    "SAVEPOINT",
    "LOCK discuss_channel BY id",
    "RELEASE SAVEPOINT",
    # Which agents there are, and how busy
    "SELECT res_users BY gid",
    "SELECT res_users BY channel_id",
    "SELECT discuss_channel_member BY partner_id",
    "SELECT im_livechat_expertise BY res_users_settings_id",
    # What agents see of it
    "SELECT res_users_settings BY user_id",
    "SELECT res_partner BY id",
    # The message that says who joined
    "SELECT res_partner BY id",
    # What the former agent was told is no more in their sight
    "UPDATE im_livechat_channel_member_history",
    # The message that says who left
    "SELECT mail_followers BY partner_id, res_id",
    "SELECT discuss_channel_member BY channel_id, partner_id",
    *REPLY_TO,
    "INSERT mail_message",
    # What is sent of it
    "UPDATE discuss_channel_member",
    "SELECT mail_message BY model, message_type",
    # What agents see of it
    "SELECT mail_message BY id",
    # The message that says who left
    "SELECT mail_message_schedule BY mail_message_id",
    # The member who leaves
    "SELECT discuss_channel_rtc_session BY channel_member_id",
    "SELECT discuss_channel BY parent_channel_id, channel_type",
    # The member who leaves
    "DELETE discuss_channel_member BY id",
    "SELECT ir_model_data BY model, res_id",
    "SELECT ir_attachment BY res_model, res_id",
    "SELECT ir_default BY json_value",
    "SELECT mail_activity BY res_id, res_model",
    "SELECT discuss_channel BY id",
    "SELECT discuss_channel_member BY channel_id",
    "SELECT discuss_channel_member BY id",
    # Which agents attend to it
    "SELECT res_users BY id",
    # Which agents are in it
    "SELECT im_livechat_channel_member_history BY channel_id",
    "SELECT res_users BY partner_id",
    # Who is told
    "SELECT res_partner BY id",
    # What those are told who look at Now
    "INSERT bus_bus",
]
CLOSE = [
    *CHECKS,
    *CHANGE,
    # How it ended
    "UPDATE discuss_channel",
    # What the agent was told is no more in their sight
    "UPDATE im_livechat_channel_member_history",
    "SELECT discuss_channel BY channel_type, livechat_end_dt",
    # What else the customer has open, where the panel shows this one
    "SELECT discuss_channel BY active, id",
    # What is sent of it
    "SELECT res_groups BY id",
    # One status ends, another one begins
    "SELECT livechat_status_period BY channel_id, end_dt",
    "SELECT im_livechat_channel BY id",  # its working hours
    "UPDATE livechat_status_period",
    # The agent leaves its call
    "SELECT discuss_channel_rtc_session BY channel_member_id",
    "SELECT discuss_channel_member BY channel_id, id",
    # The message that says who closed it
    "SELECT res_partner BY id",
    "SELECT res_company BY id",
    *REPLY_TO,
    "INSERT mail_message",
    # What is sent of it
    "SELECT mail_message BY model, message_type",
    "UPDATE discuss_channel_member",
    "SELECT mail_message BY model, message_type",
    "SELECT im_livechat_channel_member_history BY member_id",
    "SELECT res_users BY partner_id",
    "SELECT mail_presence BY user_id",
    "SELECT res_users_settings BY user_id",
    # What agents see of it
    "SELECT mail_message BY id",
    # The message that says who closed it
    "SELECT mail_message_schedule BY mail_message_id",
    "SELECT mail_message_subtype BY id",
    "SELECT rating_rating BY consumed, rating",
    # Who asked for help, and who came
    "SELECT livechat_handover BY channel_id",
    "SELECT res_users BY id",
    # At the end of the request
    "UPDATE discuss_channel",
    # How long the agents are in it, which is fetched by those only who want to know
    "SELECT im_livechat_channel_member_history BY id",
    "UPDATE im_livechat_channel_member_history",
    "UPDATE im_livechat_channel_member_history",
    "INSERT bus_bus",
]
ACTIONS = {
    "set status": SET_STATUS,
    "save note": SAVE_NOTE,
    "save note again": SAVE_NOTE_AGAIN,
    "save another's note": SAVE_OTHERS_NOTE,
    "ask for help": ASK_FOR_HELP,
    "join": JOIN,
    "reassign": REASSIGN,
    "close": CLOSE,
}

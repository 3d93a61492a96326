"""The SQL statements of the panel's data, about in the order in which they are run."""

# What the chatbot was answered, if there was one
CHATBOT = "SELECT chatbot_message BY discuss_channel_id, livechat_step_type"
# The customer's recent conversations, first those of a contact or a guest
RECENT_OF_CONTACT = "WITH im_livechat_channel_member_history BY partner_id, livechat_member_type"
RECENT_OF_GUEST = "WITH im_livechat_channel_member_history BY guest_id, livechat_member_type"
# What the panel asks of every conversation ...
BOTH = [
    # The conversation, if the user may read it: status, note, help, outcome, what the visitor told
    "SELECT discuss_channel BY active, channel_type",
    # Who takes part, and so who the customer is
    "SELECT im_livechat_channel_member_history BY channel_id",
    # Where it was sent to
    "SELECT livechat_transcript BY channel_id",
    # Whose address the customer's is, beside the customer's own contact
    "SELECT res_partner",
    CHATBOT,
    # The last handover, and to whom
    "SELECT livechat_handover BY channel_id",
    "SELECT res_users BY id",
]
# ... and of guests, ...
GUESTS = [
    *BOTH,
    "SELECT mail_guest BY id",
    # Contacts with the same address or number
    "SELECT res_partner BY email_normalized, phone_sanitized",
    # Which contact was linked before
    "SELECT livechat_contact_link BY channel_id",
]
# ... of whom the address is a contact's, or of a contact.
GUEST = [*GUESTS, RECENT_OF_GUEST, "SELECT res_partner BY id"]
CONTACT = [
    *BOTH,
    RECENT_OF_CONTACT,
    "SELECT res_partner BY id",
    # The contact's tags
    "SELECT res_partner_category BY active",
]
# Of guests and contacts together, however many
BATCH = [
    *GUESTS,
    RECENT_OF_CONTACT,
    # Who the contacts are, and their tags
    "SELECT res_partner BY id",
    "SELECT res_partner_category BY active",
]

# What each app adds: its open tickets, or leads, of which there may be any number.
APPS = {
    "crm_livechat": ["SELECT crm_lead BY active, won_status"],
    "helpdesk_mgmt": ["SELECT helpdesk_ticket BY active, stage_id"],
    "project": ["SELECT project_task BY active, is_template"],
    "website_livechat": [],
}
# With two apps for tickets, what each of them calls its own.
TWO_APPS = ["SELECT ir_model BY id", "SELECT ir_model BY id"]
# With website_livechat, of a visitor who looked at pages
VISITOR = [
    "SELECT website_visitor BY id",
    # The last pages
    "SELECT website_track BY visitor_id",
    "SELECT website_track BY id",
]

# What moving to another chat costs beside, whose panel is there already: its messages, ...
MESSAGES = [
    # Whether the user may read it
    "SELECT res_users BY id",
    "SELECT discuss_channel BY partner_id",
    "SELECT discuss_channel BY active, id",
    "SELECT mail_message BY message_type, model",
    "SELECT discuss_channel BY id",
    # What the user was notified of
    "SELECT mail_notification BY is_read, mail_message_id",
    "SELECT mail_message BY id",
    # Which of them have attachments, stars, reactions and five other things: none
    "SELECT message_attachment_rel BY message_id",
    "SELECT mail_message_schedule BY mail_message_id",
    "SELECT mail_guest BY id",
    "SELECT mail_message_subtype BY id",
    "SELECT rating_rating BY consumed, rating",
]
# ... and the mark that they were read.
READ = [
    "SELECT res_users BY id",
    "SELECT discuss_channel BY partner_id",
    "SELECT discuss_channel_member BY channel_id, partner_id",
    "SELECT discuss_channel_member BY id",
    "SELECT mail_message BY id, model",
    "SELECT discuss_channel BY id",
    "UPDATE discuss_channel_member",
    # What is unread, before and after
    "SELECT mail_message BY model, message_type",
    "SELECT mail_message BY model, message_type",
    # Who read it
    "SELECT im_livechat_channel_member_history BY member_id",
    "SELECT res_partner BY id",
    "SELECT res_users BY partner_id",
    "SELECT mail_presence BY user_id",
    "SELECT res_users_settings BY user_id",
    # What all in it are told
    "SELECT bus_bus",
    "INSERT bus_bus",
]

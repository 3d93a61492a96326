"""Where bad input might leave its traces."""

# Tables of Odoo that the addon writes, or has Odoo write.
TABLES_OF_ODOO = (
    "bus_bus",
    "chatbot_message",
    "discuss_channel",
    "discuss_channel_member",
    "im_livechat_channel",
    "im_livechat_channel_member_history",
    "im_livechat_conversation_tag",
    "im_livechat_expertise",
    "ir_attachment",
    "ir_cron_trigger",
    "mail_guest",
    "mail_mail",
    "mail_message",
    "mail_notification",
    "rating_rating",
    "res_partner",
    "res_users",
    "res_users_settings",
)
RELATIONS = (
    "discuss_channel_im_livechat_expertise_rel",
    "livechat_conversation_tag_rel",
    "message_attachment_rel",
)
# What of a conversation hangs together: each finds those which are written by halves.
HALVES = {
    "its status is the one of its open period": """
        SELECT channel.id FROM discuss_channel channel
          LEFT JOIN livechat_status_period period
                 ON period.channel_id = channel.id AND period.end_dt IS NULL
         WHERE channel.livechat_status IS DISTINCT FROM period.status""",
    "what is closed has no status": """
        SELECT id FROM discuss_channel
         WHERE livechat_end_dt IS NOT NULL AND livechat_status IS NOT NULL""",
    "a call for help has a time, nothing else has": """
        SELECT id FROM discuss_channel
         WHERE (livechat_status IS NOT DISTINCT FROM 'need_help')
            != (livechat_looking_for_help_since_dt IS NOT NULL)""",
    "a note is its last version": """
        SELECT channel.id FROM discuss_channel channel
          LEFT JOIN livechat_note_version version
                 ON version.id = channel.livechat_note_version_id
         WHERE COALESCE(channel.livechat_note, '') != COALESCE(version.note, '')""",
    "a correction has all that belongs to it, its reason until it is erased": """
        SELECT id FROM discuss_channel
         WHERE livechat_erased_dt IS NULL
           AND num_nulls(livechat_outcome_correction, livechat_outcome_reason,
                         livechat_outcome_corrected_by_name, livechat_outcome_corrected_dt)
               NOT IN (0, 4)""",
    "who is linked was linked last": """
        SELECT channel.id FROM discuss_channel channel
         WHERE NOT livechat_partner_is_verified
           AND livechat_partner_id IS DISTINCT FROM (
               SELECT CASE WHEN action = 'linked' THEN partner_id END FROM livechat_contact_link
                WHERE channel_id = channel.id ORDER BY id DESC LIMIT 1)""",
    "what is queued has a mail for each address": """
        SELECT sending.channel_id FROM livechat_transcript sending
         WHERE state = 'queued' AND array_length(string_to_array(email_to, ', '), 1) != (
               SELECT count(*) FROM mail_mail WHERE livechat_transcript_id = sending.id)""",
}

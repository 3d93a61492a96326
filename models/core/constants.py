"""What several concerns mean alike."""

# The group of those who work with live chats.
AGENTS = "im_livechat.im_livechat_group_user"
# Joining, leaving, calling, inviting and what a system says by itself is no answer to anybody, nor
# is an email that somebody sends from there.
UNWRITTEN_MESSAGE_TYPES = (
    "auto_comment",
    "email_outgoing",
    "notification",
    "out_of_office",
    "user_notification",
)

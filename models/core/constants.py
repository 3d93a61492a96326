"""What several concerns mean alike."""

# The group of those who work with live chats.
AGENTS = "im_livechat.im_livechat_group_user"
# Joining, leaving, calling, inviting and what a system says by itself is no answer to anybody.
UNWRITTEN_MESSAGE_TYPES = ("notification", "user_notification", "auto_comment", "out_of_office")

from . import test_recent_conversations

from . import test_many_conversations
from . import test_preview
from . import test_recent_changes
from . import test_recent_conversations
from . import test_same_company
from . import test_unsaved_changes

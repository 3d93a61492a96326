from . import test_note_access
from . import test_note_concurrency
from . import test_note_merge
from . import test_note_merge_by_git
from . import test_note_panels
from . import test_note_text
from . import test_notes

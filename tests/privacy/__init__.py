from . import test_erase
from . import test_erase_note_version
from . import test_privacy_lookup
from . import test_retention

from . import discuss_channel
from . import list_column
from . import saving
from . import livechat_note_version

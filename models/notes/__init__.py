from . import discuss_channel
from . import saving
from . import livechat_note_version

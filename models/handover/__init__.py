from . import discuss_channel
from . import choices
from . import livechat_handover

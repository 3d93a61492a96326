from . import discuss_channel
from . import livechat_handover

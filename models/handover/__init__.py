from . import discuss_channel
from . import discuss_channel_member
from . import im_livechat_channel_member_history
from . import brief
from . import choices
from . import livechat_handover

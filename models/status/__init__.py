from . import discuss_channel
from . import waiting
from . import livechat_status_period
from . import im_livechat_channel
from . import discuss_channel_member

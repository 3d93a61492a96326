from . import rows
from . import changes
from . import totals
from . import im_livechat_channel
from . import im_livechat_expertise
from . import discuss_channel_member
from . import ir_websocket

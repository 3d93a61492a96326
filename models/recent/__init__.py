from . import im_livechat_channel_member_history
from . import preview
from . import same_customer
from . import recent_query
from . import discuss_channel

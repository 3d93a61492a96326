from . import livechat_record_mixin
from . import livechat_agents_only_mixin
from . import pipeline
from . import discuss_channel
from . import session
from . import discuss_channel_member
from . import im_livechat_channel_member_history
from . import res_users

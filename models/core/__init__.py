from . import livechat_record_mixin
from . import livechat_agents_only_mixin
from . import pipeline
from . import discuss_channel
from . import session
from . import discuss_channel_member
from . import res_users

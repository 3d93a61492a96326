from . import discuss_channel
from . import waiting
from . import due
from . import livechat_status_period
from . import im_livechat_channel
from . import working_hours
from . import resource_calendar
from . import discuss_channel_member

from . import discuss_channel
from . import attendance
from . import notification
from . import discuss_channel_member
from . import im_livechat_channel
from . import livechat_status_period
from . import mail_message
from . import res_users

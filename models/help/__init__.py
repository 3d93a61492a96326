from . import discuss_channel
from . import attendance
from . import notification
from . import discuss_channel_member
from . import res_users

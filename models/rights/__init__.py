from . import protection
from . import posting
from . import agents_only
from . import im_livechat_channel_member_history
from . import ir_attachment
from . import mail_message
from . import ir_websocket
from . import res_groups

from . import discuss_channel
from . import pages
from . import livechat_left_count
from . import leave_message
from . import message_length
from . import file_names
from . import im_livechat_channel
from . import ir_http

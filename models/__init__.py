from . import livechat_unique_name_mixin

from . import discuss_channel
from . import discuss_channel_chatbot
from . import discuss_channel_status
from . import discuss_channel_handover
from . import discuss_channel_help
from . import discuss_channel_member_status
from . import discuss_channel_visitor
from . import im_livechat_channel
from . import im_livechat_conversation_tag
from . import im_livechat_expertise
from . import ir_websocket
from . import livechat_handover
from . import livechat_status_period
from . import discuss_channel_website

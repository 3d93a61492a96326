from . import livechat_unique_name_mixin
from . import discuss_channel
from . import im_livechat_conversation_tag
from . import im_livechat_expertise

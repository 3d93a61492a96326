from . import chatbot_message
from . import chatbot_script
from . import discuss_channel
from . import discuss_channel_member
from . import takeover

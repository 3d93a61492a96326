from . import chatbot_script
from . import discuss_channel
from . import takeover

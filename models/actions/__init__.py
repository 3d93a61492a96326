from . import discuss_channel
from . import ir_actions_server

from . import discuss_channel
from . import chosen
from . import reopening
from . import ir_actions_actions
from . import ir_actions_server

from . import discuss_channel
from . import erasing
from . import im_livechat_channel
from . import note
from . import privacy_lookup_wizard
from . import privacy_lookup_wizard_line

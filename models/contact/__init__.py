from . import discuss_channel
from . import matches
from . import link
from . import login
from . import livechat_contact_link
from . import discuss_channel_member
from . import im_livechat_channel_member_history
from . import res_partner

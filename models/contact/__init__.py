from . import discuss_channel
from . import matches
from . import link
from . import login
from . import livechat_contact_link
from . import res_partner

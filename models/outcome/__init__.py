from . import discuss_channel
from . import query
from . import correction
from . import attention
from . import local_time
from . import im_livechat_report_channel
from . import rating
from . import rating_rating

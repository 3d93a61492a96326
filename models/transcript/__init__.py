from . import company
from . import discuss_channel
from . import emails
from . import mail
from . import message
from . import livechat_transcript
from . import mail_mail
from . import mail_template

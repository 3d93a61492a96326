from . import livechat_dialog_mixin
from . import livechat_team_mixin

from . import base_partner_merge_automatic_wizard
from . import livechat_action_report
from . import livechat_confirm_wizard
from . import livechat_help_wizard
from . import livechat_reassign_wizard
from . import livechat_ticket_wizard

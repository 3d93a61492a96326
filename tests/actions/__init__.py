from . import test_actions_on_many
from . import test_agent_actions
from . import test_automation_rules
from . import test_automation_user
from . import test_dialogs
from . import test_session_lists
from . import test_storm
from . import test_supervision

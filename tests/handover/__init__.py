from . import test_agent_choices
from . import test_brief
from . import test_handover
from . import test_handover_in_browsers
from . import test_presence

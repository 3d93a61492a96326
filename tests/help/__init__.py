from . import test_agent_joins_as_seen_by_visitor
from . import test_attendance
from . import test_help
from . import test_help_due
from . import test_last_agent_leaves
from . import test_late
from . import test_looking_for_help_list

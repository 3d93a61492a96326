from . import test_action_statements
from . import test_closing_statements
from . import test_move_statements
from . import test_panel_statements
from . import test_report_scale
from . import test_requests
from . import test_scale
from . import test_views

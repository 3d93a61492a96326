from . import test_concurrency
from . import test_connection_lost
from . import test_js
from . import test_panel_updates
from . import test_requests_at_once
from . import test_tours
from . import test_two_servers
from . import test_two_tabs

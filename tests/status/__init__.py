from . import test_status
from . import test_status_and_notices
from . import test_status_report
from . import test_waiting

from . import test_due
from . import test_customer_waits
from . import test_status
from . import test_status_and_notices
from . import test_waiting
from . import test_working_hours

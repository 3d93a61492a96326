from . import test_for_customer
from . import test_session

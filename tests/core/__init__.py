from . import test_clean_up
from . import test_deleted_agent
from . import test_fetching
from . import test_for_customer
from . import test_members
from . import test_readable_livechats
from . import test_session

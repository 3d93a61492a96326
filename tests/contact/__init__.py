from . import test_contact
from . import test_contact_link
from . import test_contact_tour
from . import test_deleted_guest
from . import test_hidden_contact
from . import test_login
from . import test_login_limits
from . import test_merged_contacts

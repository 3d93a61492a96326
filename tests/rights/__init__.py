from . import test_guards
from . import test_member_types
from . import test_only_the_customer
from . import test_rights
from . import test_rights_bus
from . import test_rights_fields
from . import test_rights_paths
from . import test_rights_writes

from . import test_expertise_admin
from . import test_merge
from . import test_names

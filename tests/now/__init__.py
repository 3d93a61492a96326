from . import test_now
from . import test_now_changes
from . import test_now_tour

from . import test_outcome
from . import test_outcome_correction
from . import test_unwritten

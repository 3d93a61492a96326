from . import test_known_timings
from . import test_known_timings_at_work
from . import test_local_time
from . import test_outcome
from . import test_outcome_correction
from . import test_report
from . import test_unwritten
from . import test_waiting_report

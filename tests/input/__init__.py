from . import test_bad_input
from . import test_bad_input_at_odoo
from . import test_bad_input_records
from . import test_bad_looks
from . import test_bad_values
from . import test_emails
from . import test_growth
from . import test_scripts_in_names

from . import test_file_names
from . import test_leave_message
from . import test_left_email
from . import test_left_notice
from . import test_message_length
from . import test_refusals
from . import test_visitor_place
from . import test_website

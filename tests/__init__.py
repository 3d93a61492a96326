from . import test_agent_actions
from . import test_chatbot_answers
from . import test_visitor_place
from . import test_speed
from . import test_demo
from . import test_uninstall
from . import test_install
from . import test_concurrency

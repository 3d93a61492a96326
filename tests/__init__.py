from . import test_agent_actions
from . import test_chatbot_answers
from . import test_visitor_place
from . import test_speed
from . import test_demo

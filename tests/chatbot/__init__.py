from . import test_chatbot_answers
from . import test_chatbot_rewritten
from . import test_chatbot_stops

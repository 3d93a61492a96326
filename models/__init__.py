# A room for each concern, innermost first: what is imported later overrides what came before.
from . import core
from . import panel
from . import labels
from . import chatbot
from . import contact
from . import visitor
from . import recent
from . import status
from . import help
from . import handover
from . import notes
from . import outcome
from . import tickets
from . import transcript
from . import privacy
from . import actions
from . import rights

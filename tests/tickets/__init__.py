from . import test_leads
from . import test_merged_tickets
from . import test_project_tasks
from . import test_ticket_providers
from . import test_tickets
from . import test_tickets_of_rules

from . import test_expertise_admin

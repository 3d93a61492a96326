from . import preview
from . import same_customer
from . import discuss_channel

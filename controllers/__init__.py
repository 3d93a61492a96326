from . import channel, main

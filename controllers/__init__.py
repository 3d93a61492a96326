from . import channel, chatbot, main

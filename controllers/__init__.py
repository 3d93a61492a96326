from . import channel, chatbot, looking_for_help, main

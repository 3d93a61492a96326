from . import channel, chatbot, cors, looking_for_help, main, visitor, visitor_login, webclient

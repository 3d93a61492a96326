from . import channel, chatbot, cors, customer, looking_for_help, main, visitor, visitor_login, webclient

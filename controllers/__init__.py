from . import (
    channel,
    chatbot,
    cors,
    customer,
    looking_for_help,
    main,
    rating,
    transcript,
    visitor,
    visitor_login,
    webclient,
)

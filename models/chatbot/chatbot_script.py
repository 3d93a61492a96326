from markupsafe import escape

from odoo import models

from ..core.clean import shorten
from ..core.emails import find_email
from ..core.text import html_to_text


def to_email_answer(body):
    """Return of an answer to the question for an address what Odoo's parser can read: the address,
    or the beginning of what is none.

    :param body: HTML
    :rtype: str
    """
    text = html_to_text(body, with_addresses=False)
    return find_email(text) or shorten(text)


class ChatbotScript(models.Model):
    _inherit = "chatbot.script"

    def _post_welcome_steps(self, discuss_channel):
        # sudo: discuss.channel - a chatbot speaks for itself, whoever tries it out on a website
        return super()._post_welcome_steps(discuss_channel.sudo())

    def _validate_email(self, email_address, discuss_channel):
        return super()._validate_email(escape(to_email_answer(email_address)), discuss_channel)


class ChatbotScriptStep(models.Model):
    _inherit = "chatbot.script.step"

    def _process_answer(self, discuss_channel, message_body):
        if self.step_type == "question_email":
            message_body = escape(to_email_answer(message_body))
        return super()._process_answer(discuss_channel, message_body)

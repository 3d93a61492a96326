from odoo import models


class ChatbotScript(models.Model):
    _inherit = "chatbot.script"

    def _post_welcome_steps(self, discuss_channel):
        # sudo: discuss.channel - a chatbot speaks for itself, whoever tries it out on a website
        return super()._post_welcome_steps(discuss_channel.sudo())

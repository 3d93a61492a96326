from odoo import api, fields, models


class ChatbotMessage(models.Model):
    """What a message was in a dialog with a chatbot, kept as it was when it was written.

    A manager may rewrite or delete the chatbot later, and whoever answered may be deleted.
    """

    _inherit = "chatbot.message"

    livechat_is_answer = fields.Boolean(
        "Written by the Customer",
        compute="_compute_livechat_is_answer",
        copy=False,
        groups=fields.NO_ACCESS,
        precompute=True,
        store=True,
    )
    livechat_raw_step_id = fields.Integer(
        "ID of the Step",
        compute="_compute_livechat_step",
        copy=False,
        groups=fields.NO_ACCESS,
        precompute=True,
        store=True,
    )
    livechat_step_type = fields.Char(
        "Type of the Step",
        compute="_compute_livechat_step",
        copy=False,
        groups=fields.NO_ACCESS,
        precompute=True,
        store=True,
    )
    livechat_selected_answer = fields.Char(
        "Selected Answer",
        help="In the language in which it was selected.",
        compute="_compute_livechat_selected_answer",
        copy=False,
        groups=fields.NO_ACCESS,
        precompute=True,
        store=True,
    )

    @api.depends("mail_message_id")
    def _compute_livechat_is_answer(self):
        for message in self:
            message.livechat_is_answer = message.discuss_channel_id._is_of_customer(
                message.mail_message_id
            )

    @api.depends("script_step_id")
    def _compute_livechat_step(self):
        for message in self:
            step = message.script_step_id
            message.livechat_raw_step_id = step.id or message.livechat_raw_step_id
            message.livechat_step_type = step.step_type or message.livechat_step_type

    @api.depends("user_script_answer_id")
    def _compute_livechat_selected_answer(self):
        lang = self.env["chatbot.script"]._get_chatbot_language()
        for message in self:
            answer = message.user_script_answer_id.with_context(lang=lang)
            message.livechat_selected_answer = answer.name or message.livechat_selected_answer

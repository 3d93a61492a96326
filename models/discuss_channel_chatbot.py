from odoo import fields, models
from odoo.tools import html2plaintext

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

QUESTION_STEP_TYPES = {
    "free_input_multi",
    "free_input_single",
    "question_email",
    "question_phone",
    "question_selection",
}


class DiscussChannel(models.Model):
    """What the chatbot asked the customer, and what the customer answered."""

    _inherit = "discuss.channel"

    livechat_earlier_chatbot_answers = fields.Json(
        "Chatbot Answers before a Restart",
        groups="im_livechat.im_livechat_group_user",
        readonly=True,
    )

    def _get_livechat_session_fields_to_store(self):
        answers = self._get_chatbot_answers()
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_chatbot_answers",
                lambda channel: answers[channel.id],
                predicate=is_livechat_channel,
            ),
        ]

    def _get_chatbot_answers(self):
        """Return the questions that customers answered, whole and in their order.

        :return: for each id of a conversation a list of ``{"question": str, "answer": str}``
        :rtype: dict[int, list[dict[str, str]]]
        """
        # sudo: chatbot.message, mail.message - who can read the conversation can read its answers
        channels_sudo = self.sudo()
        dialogs = {channel.id: [] for channel in self}
        for message in channels_sudo.env["chatbot.message"].search_fetch(
            [("discuss_channel_id", "in", self.ids)],
            ["discuss_channel_id", "mail_message_id", "script_step_id", "user_script_answer_id"],
            order="id",
        ):
            self._add_to_chatbot_dialog(dialogs[message.discuss_channel_id.id], message)
        return {
            channel_sudo.id: (channel_sudo.livechat_earlier_chatbot_answers or [])
            + [
                {"question": turn["question"], "answer": "\n".join(turn["answer"])}
                for turn in dialogs[channel_sudo.id]
                if turn["answer"]
            ]
            for channel_sudo in channels_sudo
        }

    def _add_to_chatbot_dialog(self, dialog, chatbot_message):
        """Take the next message of a chatbot's dialog into account.

        :param list dialog: the turns up to now, to which this is added
        :param chatbot_message: the message (``chatbot.message``)
        """
        step = chatbot_message.script_step_id
        if step.step_type not in QUESTION_STEP_TYPES:
            return
        mail_message = chatbot_message.mail_message_id
        is_new_question = not dialog or dialog[-1]["step"] != step
        if not chatbot_message.discuss_channel_id._is_of_customer(mail_message):
            if is_new_question:
                label = chatbot_message.user_script_answer_id.name
                dialog.append(
                    {
                        "step": step,
                        "question": self._to_plain_text(mail_message.body),
                        "answer": [label] if label else [],
                    }
                )
        elif not is_new_question:
            self._add_to_chatbot_answer(dialog[-1]["answer"], mail_message, step.step_type)

    def _add_to_chatbot_answer(self, answer, mail_message, step_type):
        """Add a message of the customer to the lines of an answer.

        :param list answer: the lines up to now, to which this is added
        """
        if answer and step_type == "question_selection":
            return  # what was selected says it all
        if step_type == "question_email":
            answer.clear()  # it is asked for until it is a valid one
        answer.append(
            self._to_plain_text(mail_message.body)
            or ", ".join(mail_message.attachment_ids.mapped("name"))
        )

    def _is_of_customer(self, message):
        return bool(
            message.author_guest_id or message.author_id & self.livechat_customer_partner_ids
        )

    @staticmethod
    def _to_plain_text(html):
        return html2plaintext(html or "", include_references=False).strip()

    def _message_post_after_hook(self, message, msg_vals):
        # sudo: discuss.channel - whether a message is the customer's is for the server to know
        is_answer = (
            self.chatbot_current_step_id
            and not self.livechat_agent_history_ids
            and self.sudo()._is_of_customer(message)
        )
        result = super()._message_post_after_hook(message, msg_vals)
        if is_answer:
            # An agent may look on while the customer answers.
            Store(bus_channel=self, bus_subchannel="internal_users").add(
                self, {"livechat_chatbot_answers": self._get_chatbot_answers()[self.id]}
            ).bus_send()
        return result

    def _chatbot_restart(self, chatbot_script):
        # sudo: discuss.channel - a visitor who restarts the chatbot leaves to the agents what
        # they answered before, which Odoo is about to delete
        channel_sudo = self.sudo()
        channel_sudo.livechat_earlier_chatbot_answers = self._get_chatbot_answers()[self.id]
        return super()._chatbot_restart(chatbot_script)

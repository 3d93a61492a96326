from functools import cache

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.constants import AGENTS

QUESTION_STEP_TYPES = {
    "free_input_multi",
    "free_input_single",
    "question_email",
    "question_phone",
    "question_selection",
}
# A visitor may answer for ever. What is shown are the last answers, by these limits together.
MESSAGES_LIMIT = 100
ANSWERS_MAX_LENGTH = 20_000


class DiscussChannel(models.Model):
    """What the chatbot asked the customer, and what the customer answered."""

    _inherit = "discuss.channel"

    livechat_earlier_chatbot_answers = fields.Json(
        "Chatbot Answers before a Restart", copy=False, groups=AGENTS, readonly=True
    )

    def _livechat_protected_fields(self):
        return super()._livechat_protected_fields() | {
            "chatbot_message_ids",
            "livechat_earlier_chatbot_answers",
        }

    def _livechat_fields_of_the_start(self):
        return super()._livechat_fields_of_the_start() | {"chatbot_current_step_id"}

    @api.model
    def _livechat_agents_only_fields(self):
        return super()._livechat_agents_only_fields() | {"livechat_earlier_chatbot_answers"}

    @api.model
    def _livechat_personal_fields(self):
        return super()._livechat_personal_fields() | {"livechat_earlier_chatbot_answers"}

    def _get_livechat_session_fields_to_store(self):
        answers = cache(self._get_chatbot_answers)
        return super()._get_livechat_session_fields_to_store() + [
            Store.Attr(
                "livechat_chatbot_answers",
                lambda channel: answers()[channel.id],
                predicate=is_livechat_channel,
            ),
        ]

    def _get_chatbot_answers(self):
        """Return the questions that customers answered last, in their order.

        Each answer is whole, unless all of them together are very long.

        :return: for each id of a conversation a list of ``{"question": str, "answer": str}``
        :rtype: dict[int, list[dict[str, str]]]
        """
        dialogs = {channel.id: [] for channel in self}
        for message in self._get_chatbot_messages():
            self._add_to_chatbot_dialog(dialogs[message["channel_id"]], message)
        return {
            # sudo: discuss.channel - who can read the conversation can read its answers
            channel_sudo.id: self._limit_chatbot_answers(
                (channel_sudo.livechat_earlier_chatbot_answers or [])
                + [
                    {"question": turn["question"], "answer": "\n".join(turn["answer"])}
                    for turn in dialogs[channel_sudo.id]
                    if any(turn["answer"])
                ]
            )
            for channel_sudo in self.sudo()
        }

    @staticmethod
    def _limit_chatbot_answers(answers):
        """Return as many of the last ones of some answers as are shown."""
        shown, rest = [], ANSWERS_MAX_LENGTH
        for turn in reversed(answers):
            answer = turn["answer"]
            if len(answer) > rest:
                answer = f"…{answer[-rest:]}"
            shown.insert(0, {**turn, "answer": answer})
            rest -= len(answer) + len(turn["question"])
            if rest <= 0:
                break
        return shown

    def _get_chatbot_messages(self):
        """Return the last messages of these conversations' dialogs with chatbots, in their order.

        All of it is one query, however many steps, answers and files there are.

        :return: dicts of ``channel_id``, ``step_id``, ``step_type``, ``label`` (of the answer that
            was selected), ``body``, ``file_names`` and ``is_answer`` (of the customer)
        """
        # sudo: discuss.channel - whether there is one, of a conversation that the user can read
        with_chatbot_sudo = self.sudo().filtered(
            lambda channel: channel.livechat_bot_history_ids or channel.chatbot_current_step_id
        )
        if not with_chatbot_sudo:
            return []
        self.env.flush_all()
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT last.*,
                       ARRAY(SELECT attachment.name
                               FROM message_attachment_rel rel
                               JOIN ir_attachment attachment ON attachment.id = rel.attachment_id
                              WHERE rel.message_id = last.message_id
                           ORDER BY attachment.id) AS file_names
                  FROM (%(messages)s) last
                 WHERE place <= %(limit)s
              ORDER BY id
                """,
                messages=with_chatbot_sudo._get_chatbot_messages_query(),
                limit=MESSAGES_LIMIT,
            )
        )

    def _get_chatbot_messages_query(self):
        """Return those messages, and of each its place among the last ones: of those that the
        chatbot wrote, so that a question is known however long the answer is, or of the others.
        """
        return SQL(
            """
                SELECT chatbot.id, chatbot.discuss_channel_id AS channel_id,
                       chatbot.livechat_raw_step_id AS step_id,
                       chatbot.livechat_step_type AS step_type,
                       chatbot.livechat_selected_answer AS label,
                       chatbot.livechat_is_answer AS is_answer,
                       message.id AS message_id, message.body,
                       row_number() OVER (
                           PARTITION BY chatbot.discuss_channel_id, chatbot.livechat_is_answer
                               ORDER BY chatbot.id DESC
                       ) AS place
                  FROM chatbot_message chatbot
             LEFT JOIN mail_message message ON message.id = chatbot.mail_message_id
                 WHERE chatbot.discuss_channel_id = ANY(%(channel_ids)s)
                   AND chatbot.livechat_step_type = ANY(%(question_types)s)
            """,
            channel_ids=self.ids,
            question_types=list(QUESTION_STEP_TYPES),
        )

    def _add_to_chatbot_dialog(self, dialog, message):
        """Take the next message of a conversation's dialog with a chatbot into account.

        :param list dialog: the turns up to now, to which this is added
        :param dict message: see ``_get_chatbot_messages``
        """
        is_new_question = not dialog or dialog[-1]["step_id"] != message["step_id"]
        if not message["is_answer"]:
            if is_new_question:
                dialog.append(
                    {
                        "step_id": message["step_id"],
                        "question": self._to_plain_text(message["body"]),
                        "answer": [message["label"]] if message["label"] else [],
                    }
                )
        elif not is_new_question:
            self._add_to_chatbot_answer(dialog[-1]["answer"], message)

    def _add_to_chatbot_answer(self, answer, message):
        """Add a message of the customer to the lines of an answer.

        :param list answer: the lines up to now, to which this is added
        """
        if answer and message["step_type"] == "question_selection":
            return  # what was selected says it all
        if message["step_type"] == "question_email":
            answer.clear()  # it is asked for until it is a valid one
        answer.append(self._to_plain_text(message["body"]) or ", ".join(message["file_names"]))

    def _livechat_before_post(self, message):
        # sudo: discuss.channel - whether a message is the customer's is for the server to know
        is_answer = (
            self.chatbot_current_step_id
            and not self.livechat_agent_history_ids
            and self.sudo()._is_of_customer(message)
        )
        return {**super()._livechat_before_post(message), "chatbot": is_answer}

    def _livechat_after_post(self, message, before):
        super()._livechat_after_post(message, before)
        if before["chatbot"]:
            # An agent may look on while the customer answers. Of all answers to all agents, each
            # time, the bus would carry the square of their length.
            self._outdate_livechat_session_data()

    def _chatbot_restart(self, chatbot_script):
        # sudo: discuss.channel - a visitor who restarts the chatbot leaves to the agents what
        # they answered before, which Odoo is about to delete
        channel_sudo = self.sudo()
        channel_sudo.livechat_earlier_chatbot_answers = self._get_chatbot_answers()[self.id]
        return super()._chatbot_restart(chatbot_script)

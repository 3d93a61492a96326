from collections import Counter

from odoo import fields, models
from odoo.fields import Domain

from ..core.cleaning import RECORD


class DiscussChannel(models.Model):
    """What is erased of a conversation: a guest without a name took part, and something was
    written, of which nobody knows what."""

    _inherit = "discuss.channel"

    def _erase_customers(self):
        """Erase the customers of these conversations, which are closed, as superuser.

        :return: see ``livechat_erase``
        :rtype: dict[str, int]
        """
        name = self.env._("Erased customer")
        customers = self.livechat_customer_history_ids
        counts = Counter()
        for records in (
            *self._erase_messages(customers, name),
            *self._erase_kept_records(),
            self._erase_ratings(name),
            self._detach_customers(customers, name),
        ):
            counts[records._name] += len(records)
        self._erase_fields(name)
        counts["discuss.channel"] = len(self)
        models = self.env["ir.model"]
        return {
            models._get(model_name).name: count for model_name, count in counts.items() if count
        }

    def _erase_messages(self, customers, name):
        """Empty what was written, and say of what customers wrote that nobody wrote it.

        :param customers: as whom they took part (``im_livechat.channel.member.history``)
        :param str name: instead of their names
        :return: of what something was erased, some recordsets
        """
        messages = self.env["mail.message"].search(
            [("model", "=", "discuss.channel"), ("res_id", "in", self.ids)]
        )
        written = messages.filtered(
            lambda message: (
                message.author_guest_id
                or not message.author_id
                or message.author_id in customers.partner_id
            )
        )
        files = messages.attachment_ids | self.env["ir.attachment"].search(
            [("res_model", "=", "discuss.channel"), ("res_id", "in", self.ids)]
        )
        translations = self.env["mail.message.translation"].search(
            [("message_id", "in", messages.ids)]
        )
        mails = self.env["mail.mail"].search([("mail_message_id", "in", messages.ids)])
        answers = self.env["chatbot.message"].search([("discuss_channel_id", "in", self.ids)])
        erased = (messages, self.env["ir.attachment"].browse(files.ids))
        for others in (
            mails,
            translations,
            messages.notification_ids,
            messages.reaction_ids,
            messages.message_link_preview_ids,
            files,
            self.livechat_left_notice_ids,
        ):
            others.unlink()
        written.write(
            {"author_id": False, "author_guest_id": False, "email_from": name, "reply_to": False}
        )
        messages.write({"body": "", "subject": False})
        answers.write({"user_raw_answer": False, "livechat_selected_answer": False})
        return erased

    def _erase_kept_records(self):
        """Empty, or delete, what is kept beside these conversations.

        :return: of what something was erased, a recordset of each model
        """
        for model_name in self.env.registry[RECORD]._inherit_children:
            records = self.env[model_name]
            if names := records._livechat_personal_fields():
                records = records.search(
                    Domain("channel_id", "in", self.ids)
                    & Domain.OR(Domain(name, "!=", False) for name in names)
                )
                records._livechat_erase(names)
                yield records

    def _erase_ratings(self, name):
        """Erase who rated these conversations and what they wrote, not how they rated them."""
        ratings = self.env["rating.rating"].search(
            [("res_model", "=", "discuss.channel"), ("res_id", "in", self.ids)]
        )
        ratings.write({"feedback": False, "partner_id": False, "res_name": name})
        return ratings

    def _detach_customers(self, customers, name):
        """Let these customers have taken part as guests who are deleted, without their names."""
        guests, partners = customers.guest_id, customers.partner_id
        self.channel_member_ids.filtered(
            lambda member: member.guest_id or member.partner_id in partners
        ).unlink()
        customers.write({"guest_id": False, "partner_id": False, "livechat_guest_name": name})
        others = customers.search([("guest_id", "in", guests.ids)])
        (guests - others.guest_id).filtered(lambda guest: not guest.channel_ids).unlink()
        return guests

    def _erase_fields(self, name):
        """Empty the fields of these conversations that may say who the customers were."""
        vals = dict.fromkeys(self._livechat_personal_fields(), False)
        if "livechat_visitor_id" in self._fields:  # of website_livechat: which pages they saw
            vals["livechat_visitor_id"] = False
        self.write(
            {
                **vals,
                "name": name,
                "description": False,
                "livechat_erased_dt": fields.Datetime.now(),
            }
        )

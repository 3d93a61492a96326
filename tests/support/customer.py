from odoo import Command

from .common import PanelCase


class CustomerCase(PanelCase):
    """Guests who tell a chatbot who they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chatbot = cls.make_chatbot(
            ("question_email", "Your e-mail?"),
            ("question_phone", "Your phone?"),
            ("forward_operator", "I call somebody."),
        )
        cls.contacts = cls.env["res.partner"]
        cls.company = cls.contacts.create(
            {"name": "Gardens Ltd", "is_company": True, "country_id": cls.env.ref("base.be").id}
        )
        cls.mia = cls.contacts.create(
            {
                "name": "Mia Gardener",
                "email": "Mia <MIA@example.com>",
                "phone": "0470 12 34 56",
                "country_id": cls.env.ref("base.be").id,
                "parent_id": cls.company.id,
                "category_id": [Command.create({"name": "Gold", "color": 3})],
            }
        )

    def open_guest_conversation(self, email="mia@example.com", phone=None, guest_of=None, **params):
        """Start a conversation as a guest, who answers the chatbot and gets an agent.

        :param str email: what they answer when asked for it, ``None`` to be asked no further
        :param str phone: likewise
        :param guest_of: a conversation of the same guest
        """
        self.env["mail.presence"]._update_presence(self.agent)
        if guest_of:
            data = self.as_visitor(
                guest_of,
                "/im_livechat/get_session",
                {
                    "channel_id": self.livechat_channel.id,
                    "chatbot_script_id": self.chatbot.id,
                    **params,
                },
            )
            channel = self.env["discuss.channel"].browse(data["channel_id"])
        else:
            channel = self.open_conversation(chatbot=self.chatbot, **params)
        if email is not None:
            self.visitor_writes(channel, email)
            self.trigger_step(channel)
        if phone is not None:
            self.visitor_writes(channel, phone)
            self.trigger_step(channel)
        return channel

    def customer_data(self, channel, user=None):
        """Return what the panel receives of a conversation, and as ``contact`` and ``matches`` the
        records of the contacts who the customer is, or may be."""
        data = self.panel_store(user or self.agent, channel)
        [values] = [vals for vals in data["discuss.channel"] if vals["id"] == channel.id]
        contacts = {vals["id"]: vals for vals in data.get("res.partner", [])}
        return {
            **values,
            "contact": contacts.get(values["livechat_contact_id"], False),
            "matches": [contacts[id_] for id_ in values["livechat_match_ids"]],
        }

    def recent(self, channel, user=None):
        """Return what the panel receives of the customer's other conversations."""
        return self.panel_data(user or self.agent, channel)["livechat_recent_conversations"]

    def hide_contact(self, contact):
        """Have nobody but superusers read a contact."""
        self.env["ir.rule"].create(
            {
                "name": "Not this contact",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", contact.id)],
            }
        )

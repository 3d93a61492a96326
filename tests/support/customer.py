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

    def recent(self, channel, user=None, by_company=False):
        """Return what the panel receives of the customer's other conversations, the records with
        whatever they refer to."""
        name = "/im_livechat/session/data"
        prefix = "livechat_recent"
        if by_company:
            name = "/livechat_info_panel/company_conversations"
            prefix = "livechat_company_recent"
        data = self.ask_for_data(user or self.agent, name, channel_id=channel.id)
        values = data["discuss.channel"][channel.id]
        by_email = values[f"{prefix}_by_email_ids"]
        return {
            "count": values[f"{prefix}_count"],
            "has_more": values[f"{prefix}_has_more"],
            "items": [
                {**record, "is_by_email": record["id"] in by_email}
                for record in values[f"{prefix}_ids"]
            ],
        }

    def assertRecent(self, channel, expected, **options):
        """Check which conversations are shown beside one, and as what of its customer."""
        data = self.call(
            self.agent, channel, "livechat_get_recent_conversations", *options.values()
        )
        self.assertEqual([(item["id"], item["match"]) for item in data["items"]], expected)
        self.assertEqual(data["count"], len(expected))
        shown = self.recent(channel, **options)
        self.assertEqual(
            [(item["id"], item["is_by_email"]) for item in shown["items"]],
            [(id_, match == "email") for id_, match in expected],
        )
        self.assertEqual((shown["count"], shown["has_more"]), (len(expected), False))
        action = self.call(self.agent, channel, "action_livechat_open_recent", *options.values())
        listed = self.env["discuss.channel"].with_user(self.agent).search(action["domain"])
        self.assertEqual(set(listed.ids), {id_ for id_, _match in expected})

    def hide_contact(self, contact):
        """Have nobody but superusers read a contact."""
        self.env["ir.rule"].create(
            {
                "name": "Not this contact",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", contact.id)],
            }
        )

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.common import PanelCase

# Of each type what is for agents only, and by what one would find it.
ASKED = [
    ("livechat_note", "ilike", "Zebra"),
    ("livechat_note_version_id", "!=", False),
    ("livechat_conversation_tag_ids.name", "ilike", "zebra"),
    ("livechat_expertise_ids.name", "ilike", "zebra"),
    ("livechat_status", "!=", False),
    ("livechat_failure", "!=", False),
    ("livechat_help_text", "ilike", "zebra"),
]


@tagged("post_install", "-at_install", "companions")
class TestRightsPaths(PanelCase):
    """Who may not read something of a conversation does not learn it from another model."""

    def arrange(self):
        super().arrange()
        # A customer who is, elsewhere, an agent.
        self.channel = self.open_conversation(self.other_agent)
        self.channel.with_user(self.agent).livechat_set_note("Zebra")
        self.channel.with_user(self.agent).livechat_add_tag("Zebra")
        self.channel.livechat_expertise_ids = self.env["im_livechat.expertise"].create(
            {"name": "Zebra"}
        )
        self.channel.with_user(self.agent).livechat_ask_help("Zebra")
        self.channel._add_members(users=self.employee)
        self.env.flush_all()

    def find(self, user, field, path, operator, value):
        """Return what a user learns of the conversation by a field that leads to it."""
        records = self.env[field.model_name].with_user(user)
        own = [(field.name, "in", self.channel.ids)]
        answers = []
        for domain in (
            [(f"{field.name}.{path}", operator, value)],
            [(field.name, "any", [(path, operator, value)])],
            ["!", (field.name, "not any", ["|", (path, operator, value), ("id", "=", 0)])],
        ):
            try:
                answers += records.search(domain + own).ids
            except AccessError:
                continue
        if field.type == "many2one" and field._description_groupable(self.env):
            group = f"{field.name}.{path.split('.')[0]}"
            for by in ([group], [group, "id"]):
                try:
                    answers += [row[0] for row in records._read_group(own, by) if row[0]]
                except AccessError:
                    continue
        return answers

    @mute_logger("odoo.orm.models", "odoo.models")
    def test_nobody_finds_it_by_another_model(self):
        fields = [
            field
            for model in self.env.values()
            if not model._abstract and not model._transient
            for field in model._fields.values()
            if field.comodel_name == "discuss.channel" and field._description_searchable
        ]
        members = self.env["discuss.channel.member"]._fields["channel_id"]
        self.assertIn(members, fields)
        for asked in ASKED:
            self.assertTrue(self.find(self.agent, members, *asked), asked)
            for user in (self.other_agent, self.employee):
                for field in fields:
                    with self.subTest(user=user.login, field=str(field), asked=asked[0]):
                        self.assertFalse(self.find(user, field, *asked))

    def test_no_dialog_tells_the_customer(self):
        for model in ("livechat.help.wizard", "livechat.reassign.wizard", "livechat.ticket.wizard"):
            wizards = self.env[model].with_context(active_id=self.channel.id)
            self.assertTrue(wizards.with_user(self.agent).default_get(["channel_id"]))
            with self.assertRaises(AccessError):
                wizards.with_user(self.other_agent).default_get(["channel_id"])

    def test_the_report_does_not_tell_the_customer(self):
        self.channel.with_user(self.agent).livechat_close()
        self.env.flush_all()
        self.other_agent.group_ids |= self.env.ref("im_livechat.im_livechat_group_manager")
        reports = self.env["im_livechat.report.channel"]
        domain = [("channel_id", "=", self.channel.id)]
        names = ["session_outcome", "session_expertise_ids", "conversation_tag_ids"]
        [values] = reports.with_user(self.manager).search_read(domain, names)
        self.assertTrue(all(values[name] for name in names))
        reports = reports.with_user(self.other_agent)
        [values] = reports.search_read(domain, names)
        self.assertFalse(any(values[name] for name in names))
        self.assertFalse(reports.search([*domain, ("session_outcome", "!=", False)]))
        self.assertEqual(reports._read_group(domain, ["session_outcome"]), [(False,)])

    def test_recent_conversations_of_a_colleague_do_not_tell(self):
        """An agent who asks for a colleague's conversations is a customer of one of them."""
        company = self.env["res.partner"].create({"name": "We", "is_company": True})
        (self.other_agent | self.customer).partner_id.parent_id = company
        other = self.open_conversation(self.customer)
        counts = [
            other.with_user(user).livechat_get_recent_conversations(by_company=True)["count"]
            for user in (self.manager, self.other_agent)
        ]
        self.assertEqual(counts, [1, 0])

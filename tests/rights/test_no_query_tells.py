from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..support.common import IS_SLOW, PanelCase

CHANNEL = "discuss.channel"
# What is for agents only, of each type, and how one would guess it letter by letter.
ASKED = [
    ("livechat_note", "=like", "<p>Z%"),
    ("livechat_note_version_id", "!=", False),
    ("livechat_conversation_tag_ids.name", "=ilike", "zebra"),
    ("livechat_expertise_ids", "!=", False),
    ("livechat_status", "=", "need_help"),
    ("livechat_help_text", "!=", False),
    ("livechat_needs_attention", "=", "need_help"),
    ("livechat_outcome_reason", "=", "Zebra"),
    ("livechat_visitor_email", "=like", "zebra%"),
    ("livechat_is_unattended", "=", True),
    ("livechat_status_period_ids.status", "=", "need_help"),
    ("livechat_matches_self_expertise", "=", True),
]
ORDERS = [
    f"{name}{blank}{direction}"
    for name in ("livechat_note", "livechat_status", "livechat_note_version_id")
    for blank in (" ", "\t", "\n")
    for direction in ("asc", "desc")
]
AGGREGATES = ["livechat_note:count", "livechat_status:count_distinct"]
GROUPS = ["livechat_status", "livechat_conversation_tag_ids", "livechat_note_version_id"]


@tagged("post_install", "-at_install", "companions")
class TestNoQueryTells(PanelCase):
    """Whatever is hidden from a customer who is an agent elsewhere, every query finds the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # An agent who may search in as many models as there are.
        groups = ("im_livechat.im_livechat_group_manager", "base.group_partner_manager")
        for group in groups:
            cls.other_agent.group_ids |= cls.env.ref(group)

    def arrange(self):
        super().arrange()
        self.own, self.blank = (self.open_conversation(self.other_agent) for _number in range(2))
        self.ids = (self.own | self.blank).ids
        self.tag = self.env["im_livechat.conversation.tag"].create({"name": "Zebra"})
        self.expertise = self.env["im_livechat.expertise"].create(
            {"name": "Zebra", "user_ids": self.other_agent.ids}
        )

    def fill(self, text):
        """Let the first of the conversations hold something, or nothing."""
        values = {
            "livechat_status": "need_help" if text else "in_progress",
            "livechat_note": text,
            "livechat_help_text": text,
            "livechat_outcome_reason": text,
            "livechat_visitor_email": text and "zebra@example.com",
            "livechat_conversation_tag_ids": [(6, 0, self.tag.ids if text else [])],
            "livechat_expertise_ids": [(6, 0, self.expertise.ids if text else [])],
        }
        self.own.write(values)
        if not text:
            self.own.livechat_note_version_id = False
            self.own.livechat_status_period_ids.filtered(
                lambda period: period.status == "need_help"
            ).unlink()
        self.env.flush_all()
        self.env.invalidate_all()

    # ------------------------------------------------------------
    # The queries
    # ------------------------------------------------------------

    def get_paths(self):
        """Yield all paths of one or two fields that lead to conversations, as lists of fields."""
        models = [
            model
            for model in self.env.values()
            if not model._abstract and not model._transient and model._auto
        ]
        first = [
            field
            for model in models
            for field in model._fields.values()
            if field.comodel_name == CHANNEL and field._description_searchable
        ]
        for field in first:
            yield [field]
            if field.model_name != CHANNEL:
                for model in models:
                    for other in model._fields.values():
                        is_log = other.name in ("create_uid", "write_uid")
                        if other.comodel_name == field.model_name and other.store and not is_log:
                            yield [other, field]

    def get_domains(self, names, asked):
        """Yield the shapes of a domain that asks for something by a path."""
        path = ".".join(names)
        name, operator, value = asked
        yield [(f"{path}.{name}" if path else name, operator, value)]
        for operators in (("any", "any"), ("not any", "any")):
            domain = ["|", asked, ("id", "=", 0)]
            for step, step_operator in zip(
                reversed([*names, "id"]), (*operators[::-1], "any"), strict=False
            ):
                domain = [(step, step_operator, domain)]
            yield domain

    def ask(self, function, *args, **kwargs):
        try:
            with self.env.cr.savepoint():
                return repr(function(*args, **kwargs))
        except (AccessError, UserError, ValueError, NotImplementedError) as error:
            return type(error).__name__

    def answer_by_paths(self, user):
        # Of the hundreds, some.
        for fields in list(self.get_paths())[:: 1 if IS_SLOW else 9]:
            records = self.env[fields[0].model_name].with_user(user)
            names = [field.name for field in fields]
            own = [(".".join(names), "in", self.ids)]
            for asked in ASKED if len(names) == 1 and IS_SLOW else ASKED[:: len(ASKED) // 3]:
                for domain in self.get_domains(names, asked):
                    query = [*domain, *own]
                    yield (records._name, str(query)), self.ask(records.search, query)
            if all(field.type == "many2one" and field.store for field in fields):
                for group in GROUPS:
                    by = [".".join([*names, group])]
                    yield (
                        (records._name, str(by)),
                        self.ask(records._read_group, own, by, ["__count"]),
                    )

    def answer_by_conversations(self, user):
        channels = self.env[CHANNEL].with_user(user)
        own = [("id", "in", self.ids)]
        for asked in ASKED:
            for domain in self.get_domains([], asked):
                query = [*domain, *own]
                yield str(query), self.ask(channels.search, query)
                yield f"not {query}", self.ask(channels.search, ["!", *domain, *own])
        for order in ORDERS:
            # Where nothing else decides, it does not depend on where their rows are.
            yield order, self.ask(channels.search, own, order=f"{order}, id")
        for aggregate in AGGREGATES:
            for options in (
                {"having": [(aggregate, ">", 0)]},
                {"order": f"{aggregate} desc"},
            ):
                for by in (["id"], ["channel_type"]):
                    args = (own, by, [aggregate])
                    yield (
                        (aggregate, str(by), str(options)),
                        self.ask(channels.formatted_read_group, *args, **options),
                    )
        for group in GROUPS:
            for sets in ([[group], ["id"]], [[group, "id"], []]):
                yield (
                    (group, str(sets)),
                    self.ask(channels.formatted_read_grouping_sets, own, sets, ["__count"]),
                )
        reports = self.env["im_livechat.report.channel"].with_user(user)
        for name in ("session_outcome", "conversation_tag_ids", "session_expertise_ids"):
            yield name, self.ask(reports._read_group, [("channel_id", "in", self.ids)], [name])

    def find_told(self, answer, user):
        """Return which questions are answered otherwise where there is nothing to know."""
        self.fill("Zebra")
        with_it = dict(answer(user))
        self.fill(False)
        without = dict(answer(user))
        return {question for question, found in with_it.items() if without[question] != found}

    @mute_logger("odoo.models", "odoo.orm.models", "odoo.domains", "odoo.orm.domains")
    def test_conversations(self):
        self.assertGreater(len(self.find_told(self.answer_by_conversations, self.manager)), 50)
        self.assertFalse(self.find_told(self.answer_by_conversations, self.other_agent))

    @mute_logger("odoo.models", "odoo.orm.models", "odoo.domains", "odoo.orm.domains")
    def test_paths(self):
        self.assertGreater(len(self.find_told(self.answer_by_paths, self.manager)), 10)
        self.assertFalse(self.find_told(self.answer_by_paths, self.other_agent))

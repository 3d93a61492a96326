from ast import literal_eval
from contextlib import contextmanager
from datetime import timedelta

from lxml import etree
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from ..support.common import PanelCase

ACTIONS = [
    "Set In progress",
    "Set Waiting for customer",
    "Ask for help",
    "Reassign to an expert",
    "Join",
    "Close",
]
NAMES = ["Tour Anna", "Tour Ben", "Tour Cleo"]


class SessionListCase(PanelCase):
    @contextmanager
    def minutes_later(self, minutes):
        """Let customers have waited so much longer."""
        self.let_wait(minutes)
        yield
        self.let_wait(-minutes)

    def let_wait(self, minutes):
        self.env.flush_all()
        passed = timedelta(minutes=minutes)
        self.env.cr.execute(
            "UPDATE discuss_channel SET"
            " livechat_customer_waiting_since_dt = livechat_customer_waiting_since_dt - %(passed)s,"
            " livechat_answer_due_dt = livechat_answer_due_dt - %(passed)s,"
            " livechat_answer_warn_dt = livechat_answer_warn_dt - %(passed)s",
            {"passed": passed},
        )
        self.env.invalidate_all()

    def rpc(self, user, model, method, *args, **kwargs):
        return self.as_user(
            user,
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def views_of(self, user, action):
        """Return what the web client gets of the views of an action, as a user."""
        action = self.env.ref(action)
        views = [[view_id, type_] for view_id, type_ in action.views]
        return self.rpc(
            user,
            action.res_model,
            "get_views",
            views=[*views, [action.search_view_id.id, "search"]],
            options={"toolbar": True},
        )["views"]

    def ids_found(self, user, domain, **kwargs):
        """Return which of the conversations of this test a list shows, in its order."""
        domain = [("livechat_channel_id", "=", self.livechat_channel.id), *domain]
        data = self.rpc(
            user,
            "discuss.channel",
            "web_search_read",
            domain=domain,
            specification={"livechat_status": {}},
            **kwargs,
        )
        return [record["id"] for record in data["records"]]

    def groups_found(self, user, group_by):
        """Return the groups of the conversations of this test, and how many are in each."""
        groups = self.rpc(
            user,
            "discuss.channel",
            "formatted_read_group",
            [("livechat_channel_id", "=", self.livechat_channel.id)],
            groupby=[group_by],
            aggregates=["__count"],
        )
        return {
            group[group_by][0] if isinstance(group[group_by], list) else group[group_by]: group[
                "__count"
            ]
            for group in groups
        }


@tagged("post_install", "-at_install", "companions")
class TestSessionLists(SessionListCase):
    def test_action_menu_of_every_view(self):
        """The actions are in the menus of list, cards and session, for agents only."""
        for action in (
            "im_livechat.discuss_channel_action",
            "im_livechat.discuss_channel_looking_for_help_action",
        ):
            for user in self.agent + self.manager:
                views = self.views_of(user, action)
                for view_type in ("list", "kanban", "form"):
                    with self.subTest(action, user=user.login, view_type=view_type):
                        names = [item["name"] for item in views[view_type]["toolbar"]["action"]]
                        self.assertEqual([name for name in names if name in ACTIONS], ACTIONS)
            toolbar = self.views_of(self.employee, action)["list"]["toolbar"]
            self.assertFalse(
                {item["name"] for item in toolbar.get("action", [])} & set(ACTIONS),
                "An employee without Live Chat rights is offered none of them.",
            )

    def test_every_filter_and_group(self):
        """Whatever the search offers can be used by an agent and by an administrator."""
        self.open_conversation()
        used = {"domain": set(), "group_by": set()}
        for user in self.agent + self.manager:
            filters = {}  # each once, also if it is in the search of both lists
            for action in (
                "im_livechat.discuss_channel_action",
                "im_livechat.discuss_channel_looking_for_help_action",
            ):
                arch = etree.fromstring(self.views_of(user, action)["search"]["arch"])
                for item in arch.iter("filter"):
                    filters[item.get("domain"), item.get("context")] = item.get("name")
            for (domain, context), name in filters.items():
                with self.subTest(user=user.login, filter=name):
                    if domain:
                        used["domain"].add(name)
                        self.ids_found(user, safe_eval(domain, {"uid": user.id}))
                    if group_by := literal_eval(context or "{}").get("group_by"):
                        used["group_by"].add(group_by)
                        self.assertTrue(self.groups_found(user, group_by))
        self.assertLessEqual({"escalated", "waiting_since_last_24_hours"}, used["domain"])
        self.assertLessEqual({"livechat_status", "livechat_outcome"}, used["group_by"])

    def test_search_and_group(self):
        """Status, outcome, tags, expertise, language and note."""
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.open_conversation(accept_language="fr-FR,fr")
        closed = self.open_conversation()
        self.call(self.agent, french, "livechat_set_status", "waiting")
        tag_id = self.call(self.agent, french, "livechat_add_tag", "Session list tag")
        expertise = self.env["im_livechat.expertise"].create({"name": "Session list expertise"})
        self.call(self.agent, french, "livechat_add_expertise", expertise.name)
        self.call(self.agent, french, "livechat_set_note", "<p>Wants a <b>refund</b>.</p>")
        self.user_writes(self.agent, closed, "Are you there?")
        self.call(self.agent, closed, "livechat_close")
        lang = self.env["res.lang"]._get_data(code="fr_FR")
        for domain in (
            [("livechat_status", "=", "waiting")],
            [("livechat_conversation_tag_ids", "ilike", "session list")],
            [("livechat_expertise_ids", "ilike", "session list")],
            [("livechat_lang_id", "ilike", "french")],
            [("livechat_note", "ilike", "refund")],
            [("livechat_note", "!=", False)],
        ):
            with self.subTest(domain=domain):
                self.assertEqual(self.ids_found(self.agent, domain), french.ids)
        self.assertEqual(
            self.ids_found(self.agent, [("livechat_outcome", "=", "no_answer")]), closed.ids
        )
        for group_by, expected in {
            "livechat_status": {"waiting": 1, False: 1},
            "livechat_outcome": {"no_answer": 1, False: 1},
            "livechat_conversation_tag_ids": {tag_id: 1, False: 1},
            "livechat_expertise_ids": {expertise.id: 1, False: 1},
        }.items():
            with self.subTest(group_by=group_by):
                self.assertEqual(self.groups_found(self.agent, group_by), expected)
        self.assertEqual(self.groups_found(self.agent, "livechat_lang_id").get(lang.id), 1)

    def test_columns(self):
        """The note is shown as a line of text, and the time in a status in hours."""
        channel = self.open_conversation()
        self.call(
            self.agent, channel, "livechat_set_note", "<p>Wants a <b>refund</b>.</p><p>Now</p>"
        )
        since = fields.Datetime.now() - timedelta(minutes=90)
        channel.livechat_status_since_dt = since
        [values] = self.rpc(
            self.agent,
            "discuss.channel",
            "web_read",
            channel.ids,
            specification={"livechat_note_text": {}, "livechat_status_duration_hour": {}},
        )
        self.assertEqual(values["livechat_note_text"], "Wants a refund. Now")
        for domain, is_found in {
            ("livechat_note_text", "ilike", "REFUND"): True,
            ("livechat_note_text", "ilike", "parcel"): False,
            ("livechat_note_text", "not ilike", "refund"): False,
            ("livechat_note_text", "=", False): False,
            ("livechat_note_text", "!=", False): True,
        }.items():
            found = channel.with_user(self.agent).search([domain, ("id", "=", channel.id)])
            self.assertEqual(bool(found), is_found, domain)
        self.assertAlmostEqual(values["livechat_status_duration_hour"], 1.5, delta=0.05)

    def test_escalated_agrees_with_outcome(self):
        """The filter finds what is shown as escalated, and what is on its way to it."""
        corrected, escalated, open_one = (self.open_conversation() for _i in range(3))
        for channel in corrected, escalated, open_one:
            self.user_writes(self.agent, channel, "One moment please")
            self.call(self.other_agent, channel, "livechat_join")
            self.user_writes(self.other_agent, channel, "I take over")
        self.call(self.agent, corrected, "livechat_close")
        self.call(self.agent, escalated, "livechat_close")
        self.call(self.agent, corrected, "livechat_correct_outcome", "no_failure", "Same team")
        arch = etree.fromstring(
            self.views_of(self.agent, "im_livechat.discuss_channel_action")["search"]["arch"]
        )
        domain = safe_eval(arch.find(".//filter[@name='escalated']").get("domain"))
        self.assertEqual(set(self.ids_found(self.agent, domain)), {escalated.id, open_one.id})


@tagged("post_install", "-at_install")
class TestNeedsAttention(SessionListCase):
    def assertAttention(self, channel, kind):
        """Searched, grouped by and read, a conversation needs that attention, or none."""
        self.assertEqual(
            self.ids_found(self.manager, [("livechat_needs_attention", "!=", False)]),
            channel.ids if kind else [],
        )
        self.assertEqual(
            self.ids_found(self.manager, [("livechat_needs_attention", "=", kind)]), channel.ids
        )
        self.assertEqual(self.groups_found(self.manager, "livechat_needs_attention"), {kind: 1})
        [values] = self.rpc(
            self.manager,
            "discuss.channel",
            "web_read",
            channel.ids,
            specification={"livechat_needs_attention": {}},
        )
        self.assertEqual(values["livechat_needs_attention"], kind)

    def test_customer_waits(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.assertAttention(channel, False)
        with self.minutes_later(6):
            self.assertAttention(channel, "customer_waits")
        self.user_writes(self.agent, channel, "Here I am")
        with self.minutes_later(6):
            self.assertAttention(channel, False)
        self.visitor_writes(channel, "It does not work")
        self.assertAttention(channel, False)
        with self.minutes_later(6):
            self.assertAttention(channel, "customer_waits")
        self.call(self.agent, channel, "livechat_set_status", "waiting")
        with self.minutes_later(6):
            self.assertAttention(channel, False)

    def test_how_long_a_customer_may_wait(self):
        """As the live chat channel says: other minutes, however many, or never."""
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        for minutes, is_late in [(20, False), (10, True), (0, False), (2**31 - 1, False)]:
            self.livechat_channel.answer_within_minutes = minutes
            with self.subTest(minutes), self.minutes_later(12):
                self.assertAttention(channel, "customer_waits" if is_late else False)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.livechat_channel.answer_within_minutes = -1
            self.env.flush_all()

    def test_who_only_joins_does_not_answer(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.call(self.other_agent, channel, "livechat_join")
        with self.minutes_later(6):
            self.assertAttention(channel, "customer_waits")

    def test_looking_for_help(self):
        channel = self.open_conversation()
        self.call(self.agent, channel, "livechat_ask_help", "Which form?")
        self.assertAttention(channel, "need_help")
        self.call(self.other_agent, channel, "livechat_join")
        self.assertAttention(channel, False)

    def test_nobody_helped_until_corrected(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        self.assertAttention(channel, "nobody_helped")
        self.call(self.manager, channel, "livechat_correct_outcome", "no_failure", "Called back")
        self.assertAttention(channel, False)

    def test_nobody_helped_until_answered_by_email(self):
        channel = self.open_conversation()
        self.visitor_writes(channel, "Is there anybody?")
        self.as_visitor(channel, "/im_livechat/visitor_leave_session", {"channel_id": channel.id})
        self.call(self.agent, channel, "livechat_send_transcript", "mia@example.com")
        self.assertAttention(channel, "nobody_helped")
        self.call(self.agent, channel, "livechat_send_message", "Here we are", "mia@example.com")
        self.assertAttention(channel, False)
        channel.livechat_transcript_ids.state = "failed"
        self.assertAttention(channel, "nobody_helped")

    def test_answered_and_closed(self):
        channel = self.open_conversation()
        self.user_writes(self.agent, channel, "Hello")
        self.visitor_writes(channel, "Thank you")
        self.call(self.agent, channel, "livechat_close")
        with self.minutes_later(6):
            self.assertAttention(channel, False)

    def test_is_for_agents_only(self):
        """Whoever has no Live Chat rights can neither read it nor sort others out by it."""
        channel = self.open_conversation()
        channel.sudo()._add_members(users=self.employee)
        for domain, method, kwargs in (
            ([], "web_search_read", {"specification": {"livechat_needs_attention": {}}}),
            (
                [("livechat_needs_attention", "!=", False)],
                "web_search_read",
                {"specification": {"name": {}}},
            ),
            (
                [],
                "formatted_read_group",
                {"groupby": ["livechat_needs_attention"], "aggregates": ["__count"]},
            ),
        ):
            with (
                self.subTest(method, domain=domain),
                mute_logger("odoo.http"),
                self.assertRaisesRegex(JsonRpcException, "AccessError"),
            ):
                self.rpc(self.employee, "discuss.channel", method, domain, **kwargs)


@tagged("post_install", "-at_install", "companions")
class TestLookingForHelpList(SessionListCase):
    def test_longest_wait_first_and_none_hidden(self):
        """By default the list hides none, however long ago the conversation began."""
        recent, old = self.open_conversation(), self.open_conversation()
        self.call(self.agent, recent, "livechat_ask_help", "Which form?")
        self.call(self.agent, old, "livechat_ask_help")
        long_ago = fields.Datetime.now() - timedelta(days=40)
        old.livechat_looking_for_help_since_dt = long_ago
        self.env.cr.execute(
            "UPDATE discuss_channel SET create_date = %s WHERE id = %s", [long_ago, old.id]
        )
        action = self.env.ref("im_livechat.discuss_channel_looking_for_help_action")
        views = self.views_of(self.agent, action.get_external_id()[action.id])
        search = etree.fromstring(views["search"]["arch"])
        defaults = [
            name.removeprefix("search_default_")
            for name in safe_eval(action.context)
            if name.startswith("search_default_")
        ]
        self.assertFalse(
            [name for name in defaults if search.find(f".//*[@name='{name}']") is not None]
        )
        order = etree.fromstring(views["list"]["arch"]).get("default_order")
        self.assertEqual(
            self.ids_found(self.agent, safe_eval(action.domain), order=order), [old.id, recent.id]
        )
        for name, expected in {
            "waiting_since_last_24_hours": [recent.id],
            "waiting_since_last_365_days": [old.id, recent.id],
        }.items():
            domain = safe_eval(search.find(f".//filter[@name='{name}']").get("domain"))
            domain += safe_eval(action.domain)
            self.assertEqual(self.ids_found(self.agent, domain, order=order), expected)
        self.assertEqual(self.groups_found(self.agent, "livechat_help_user_id"), {self.agent.id: 2})

    def test_cards_have_tags(self):
        """Odoo's view reads the tags of a card when a colleague tags the conversation."""
        views = self.views_of(self.agent, "im_livechat.discuss_channel_looking_for_help_action")
        arch = etree.fromstring(views["kanban"]["arch"])
        self.assertIsNotNone(arch.find(".//field[@name='livechat_conversation_tag_ids']"))


@tagged("post_install", "-at_install", "long")
class TestActionMenus(SessionListCase):
    """In a browser, as an agent who is no administrator."""

    def _open_named_conversations(self, names):
        channels = self.env["discuss.channel"]
        for name in names:
            channel = self.open_conversation()
            channel.livechat_customer_guest_ids.name = name
            self.visitor_writes(channel, f"Hello from {name}")
            channels |= channel
        return channels

    def test_act_on_sessions(self):
        anna, ben, cleo = self._open_named_conversations(NAMES)
        action = self.env.ref("im_livechat.discuss_channel_action")
        self.start_tour(
            f"/odoo/action-{action.id}",
            "livechat_info_panel.agent_acts_on_sessions",
            login=self.agent.login,
        )
        self.assertEqual(anna.livechat_status, "in_progress")
        self.assertEqual(cleo.livechat_status, "need_help")
        self.assertTrue(ben.livechat_end_dt)

    def test_join_from_list(self):
        anna, ben = self._open_named_conversations(NAMES[:2])
        self.call(self.agent, ben, "livechat_ask_help")
        self.call(self.agent, anna, "livechat_ask_help", "What is our policy?")
        ben.livechat_looking_for_help_since_dt -= timedelta(minutes=3)
        action = self.env.ref("im_livechat.discuss_channel_looking_for_help_action")
        self.start_tour(
            f"/odoo/action-{action.id}",
            "livechat_info_panel.agent_joins_from_list",
            login=self.other_agent.login,
        )
        self.assertIn(self.other_agent.partner_id, anna._get_present_agents())
        self.assertEqual(anna.livechat_status, "in_progress")
        self.assertEqual(ben.livechat_status, "need_help")

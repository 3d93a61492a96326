"""What is measured, on one server: the things that agents do all day."""

import re
import time
from pathlib import Path

from odoo.sql_db import db_connect

from toolkit.bench.agents import Agents
from toolkit.bench.page import Page
from toolkit.bench.views import OPEN_IN_NOW

REST = 4000  # milliseconds after which Discuss asks for nothing more by itself
NOTE = 'textarea[placeholder="Add your notes here..."]'
CHAT = ".o-mail-DiscussSidebarChannel"
MESSAGE = ".o-mail-Message"
VIEW_ALL = 'button[aria-label="View all conversations"]'
LIST = ".o_list_view .o_data_row"
NOW = ".o-livechatInfoPanel-nowRow[data-thread-id]"
OPEN_SESSIONS = """() => {
    odoo.__WOWL_DEBUG__.root.env.services.action.doAction(
        "im_livechat.discuss_channel_action", { clearBreadcrumbs: true, viewType: "list" });
}"""
# … werkzeug: 127.0.0.1 - - [date] "POST /mail/data HTTP/1.1" 200 - 48 0.023 0.045
ANSWERED = re.compile(
    r'werkzeug: \S+ - - \[[^]]*\] "\w+ (?P<path>[^ ?]+)\S* HTTP/[\d.]+" \d+ \S+'
    r" (?P<queries>\d+) (?P<sql>[\d.]+) (?P<rest>[\d.]+)\n"
)
# The last messages of the agent's chats.
UNREAD = """
UPDATE discuss_channel_member member
   SET new_message_separator = last.id - 1,
       seen_message_id = last.id - 2, fetched_message_id = last.id - 2
  FROM (SELECT res_id, max(id) AS id FROM mail_message
         WHERE model = 'discuss.channel' AND res_id = ANY(%s) AND message_type = 'comment'
      GROUP BY res_id) AS last
 WHERE member.channel_id = last.res_id
   AND member.partner_id = (SELECT partner_id FROM res_users WHERE id = %s)
"""


class Scenarios:
    """An agent with a browser, and others with websockets, on one server."""

    def __init__(self, browser, database, url, log, known, session_ids):
        self._database, self._log, self._read = database, log, 0
        self._known, self._chats = known, known["chats"]
        self._page = Page(browser, url, session_ids[0])
        self._tab = self._page.tab
        self._open_discuss()
        self._page.rest()
        self._agents = Agents(url, session_ids[1:], self._page.subscription)

    def run(self, has_addon):
        """Run all of them once; yield the title and the figures of each."""
        with db_connect(self._database).cursor() as cr:
            cr.execute(UNREAD, [self._known["open_chats"], self._known["users"][0]])
        # What View all left open beside the list would be opened again.
        self._tab.evaluate("localStorage.removeItem('mail.ChatHub')")
        # Both before it is the other server's turn: what is fetched then is part of it.
        opened, fetched = self._measure(self._open_discuss), self._measure(self._wait)
        yield "Open Discuss with 50 live chats", opened
        if has_addon:  # plain Odoo fetches nothing then
            yield "… what it fetches once it rests", fetched
        yield "Move to a guest's chat, panel open", self._measure(self._go_to, "next")
        yield "… of a guest with 1,000 earlier ones", self._measure(self._go_to, "guest")
        yield "… of a contact with 1,000 earlier ones", self._measure(self._go_to, "contact")
        yield "Save a note", self._measure(self._write_note)
        yield from self._change_status("Set Waiting", "in the chat", "seen", "waiting")
        list(self._change_status("", "", "seen", "in_progress"))
        yield from self._change_status("Ask for help", "who are told", "help", "need_help")
        yield from self._change_status("End that", "who are told of it", "help", "in_progress")
        if has_addon:
            yield "List the 1,000 of the contact (View all)", self._measure(self._view_all)
        yield "List all (Live Chat, Sessions)", self._measure(self._open_sessions)
        if has_addon:
            yield "Open Now with 200 conversations", self._measure(self._open_now)
            yield "… until it shows a change of one", self._measure(self._change_in_now)
            self._agents.set_status(self._chats["seen"], "in_progress")

    def open_at_rest(self):
        """Open Discuss, and wait until it has fetched all that it fetches by itself."""
        self._open_discuss()
        self._wait()
        self._page.rest()

    def get_memory(self):
        return self._page.get_memory()

    def evaluate(self, script, argument):
        return self._tab.evaluate(script, argument)

    def _measure(self, action, *arguments):
        self._page.rest()
        self._get_answered()
        requests, size, milliseconds = self._page.measure(action, *arguments)
        return self._figures(self._get_answered(), requests, size, milliseconds)

    def _get_answered(self):
        """Return what the server's log tells of the requests answered since this was asked last."""
        text = Path(self._log).read_bytes()[self._read :]
        text = text[: text.rfind(b"\n") + 1]  # a line may be half written
        self._read += len(text)
        found = ANSWERED.finditer(text.decode(errors="replace"))
        return [match for match in found if match["path"] != "/websocket"]

    def _figures(self, answered, requests, size, milliseconds):
        seconds = [float(match["sql"]) + float(match["rest"]) for match in answered]
        return {
            "requests": len(requests),
            "queries": sum(int(match["queries"]) for match in answered),
            "server ms": sum(seconds) * 1000,
            "bytes": size,
            "rest ms": milliseconds,
            "log": [*requests, *(match[0].strip() for match in answered)],
        }

    # What the agent does

    def _show(self, selector, text=""):
        self._tab.locator(selector, has_text=text).first.wait_for()

    def _click(self, selector, text=""):
        self._tab.locator(selector, has_text=text).first.dispatch_event("click")

    def _open_discuss(self):
        path = f"/odoo/discuss?active_id=discuss.channel_{self._chats['first']}"
        self._tab.goto(path, wait_until="commit")
        self._show(CHAT, self._known["customers"]["contact"])
        self._show(NOTE)

    def _wait(self):
        self._tab.wait_for_timeout(REST)

    def _go_to(self, name):
        self._click(CHAT, self._known["customers"][name])
        self._show(NOTE)
        self._show(MESSAGE, "parcel")

    def _write_note(self):
        note = self._tab.locator(NOTE)
        note.fill(f"Called back at {time.monotonic():.6f}")
        note.dispatch_event("change")
        note.blur()

    def _view_all(self):
        self._click(VIEW_ALL)
        self._show(LIST, "Contact")

    def _open_sessions(self):
        self._tab.evaluate(OPEN_SESSIONS)
        self._show(LIST, "Guest")

    def _open_now(self):
        self._tab.goto("/odoo/livechat-now", wait_until="commit")
        self._tab.locator(NOW).nth(OPEN_IN_NOW - 1).wait_for()

    def _change_in_now(self):
        chat = self._chats["seen"]
        self._agents.set_status(chat, "waiting")
        badge = self._tab.locator(f"{NOW}[data-thread-id='{chat}'] .badge")
        badge.filter(has_text="Waiting for customer").wait_for()

    # What others do

    def _change_status(self, title, hearers, chat, status):
        """Have another agent change a status; yield what it costs them, and those who see it."""
        self._page.rest()
        self._agents.listen()
        self._get_answered()
        heard = own = None

        def change():
            nonlocal heard, own
            started = time.monotonic()
            own = self._agents.set_status(self._chats[chat], status)
            heard = self._agents.listen(started)

        requests, _size, _milliseconds = self._page.measure(change)
        log = self._get_answered()
        of_own = [match for match in log if match["path"].endswith("/update_status")]
        of_others = [match for match in log if match not in of_own]
        path = "/im_livechat/session/update_status"
        yield f"{title}: the agent who does it", self._figures(of_own, [path], *own)
        yield f"… each of the 50 agents {hearers}", self._figures(of_others, requests, *heard)

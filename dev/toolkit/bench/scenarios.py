"""What is measured, on one server: the things that agents do all day."""

import json
import time
from contextlib import closing

import psycopg2

from toolkit.bench.agents import Agents
from toolkit.bench.page import Page
from toolkit.bench.server_log import ServerLog
from toolkit.bench.table import Figures

NOTE = 'textarea[placeholder="Add your notes here..."]'
CHAT = ".o-mail-DiscussSidebarChannel"
MESSAGE = ".o-mail-Message"
VIEW_ALL = 'button[aria-label="View all conversations"]'
LIST = ".o_list_view .o_data_row"


class Scenarios:
    """An agent with a browser, and others with websockets, on one server."""

    def __init__(self, chromium, server, chats):
        self._server = server
        self._chats = chats
        self._log = ServerLog(server["log"])
        agent, *others = server["sessions"]
        self._page = Page(chromium, server["url"], agent)
        self._open_discuss()
        self._page.rest()
        self._agents = Agents(server["port"], others, self._page.traffic.subscription)
        self._note = 0

    def run(self):
        """Run all of them once; yield the name and the figures of each."""
        self._forget_what_was_read()
        # What View all left open beside the list would be opened again.
        self._page.evaluate("localStorage.removeItem('mail.ChatHub')")
        yield "open", self._measure(self._open_discuss)
        yield "guest", self._measure(self._go_to, "next")
        yield "guest with many", self._measure(self._go_to, "guest")
        yield "contact with many", self._measure(self._go_to, "contact")
        yield "note", self._measure(self._write_note)
        yield from self._change_status("waiting", "seen", "waiting")
        self._change_status_back("seen")
        yield from self._change_status("help", "help", "need_help")
        yield from self._change_status("help ended", "help", "in_progress")
        if self._server["has_addon"]:
            yield "view all", self._measure(self._view_all)
        yield "sessions", self._measure(self._open_sessions)

    def close(self):
        self._agents.close()

    def _measure(self, action, *arguments):
        self._page.rest()
        self._log.new()
        work = self._page.measure(action, *arguments)
        return Figures.of(self._log.new(), work)

    # What the agent does

    def _open_discuss(self):
        first = self._chats["first"]["id"]
        self._page.open(f"/odoo/discuss?active_id=discuss.channel_{first}")
        self._page.wait_for(CHAT, self._chats["contact"]["customer"])
        self._page.wait_for(NOTE)

    def _go_to(self, name):
        self._page.click(CHAT, self._chats[name]["customer"])
        self._page.wait_for(NOTE)
        self._page.wait_for(MESSAGE, "parcel")

    def _write_note(self):
        self._note += 1
        self._page.evaluate(f"""{{
            const note = document.querySelector({json.dumps(NOTE)});
            note.focus();
            note.value = "Called back, for the time " + {self._note};
            note.dispatchEvent(new InputEvent("input", {{ bubbles: true }}));
            note.dispatchEvent(new Event("change", {{ bubbles: true }}));
            note.blur();
        }}""")

    def _view_all(self):
        self._page.click(VIEW_ALL)
        self._page.wait_for(LIST, "Contact")

    def _open_sessions(self):
        self._page.evaluate(
            "odoo.__WOWL_DEBUG__.root.env.services.action"
            ".doAction('im_livechat.discuss_channel_action',"
            " { clearBreadcrumbs: true, viewType: 'list' }) && undefined"
        )
        self._page.wait_for(LIST, "Guest")

    # What others do

    def _change_status(self, name, chat, status):
        """Have another agent change a status; yield what it costs him, and those who see it."""
        self._page.rest()
        self._agents.listen()
        self._log.new()
        answered, heard = [], []

        def change():
            started = time.monotonic()
            answered.append(self._agents.set_status(self._chats[chat]["id"], status))
            heard.append(self._agents.listen(started))

        work = self._page.measure(change)
        [[size, milliseconds]], [heard] = answered, heard
        log = self._log.new()
        own = [line for line in log if line.path.endswith("/update_status")]
        yield name, Figures.of(own, requests=1, bytes=size, milliseconds=milliseconds)
        others = [line for line in log if line not in own]
        figures = Figures.of(others, work)
        figures.bytes, figures.milliseconds = heard.bytes, heard.milliseconds
        yield f"{name} seen", figures

    def _change_status_back(self, chat):
        for _figures in self._change_status("", chat, "in_progress"):
            pass

    def _forget_what_was_read(self):
        """Have the last messages of each of the agent's chats unread again."""
        with closing(psycopg2.connect(self._server["dsn"])) as connection, connection:
            with connection.cursor() as cursor:
                cursor.execute(
                    """
                    UPDATE discuss_channel_member member
                       SET new_message_separator = last.id - 1,
                           seen_message_id = last.id - 2, fetched_message_id = last.id - 2
                      FROM (SELECT res_id, max(id) AS id FROM mail_message
                             WHERE model = 'discuss.channel' AND res_id = ANY(%s)
                               AND message_type = 'comment'
                          GROUP BY res_id) AS last
                     WHERE member.channel_id = last.res_id AND member.partner_id = %s
                    """,
                    [self._server["open_chats"], self._server["partner"]],
                )

from odoo.tests import no_retry, tagged

from ..support.common import PanelCase

# Odoo's own: the messages, and the mark that they were read. What the panel shows is there already.
REQUESTS = ["/discuss/channel/mark_as_read", "/discuss/channel/messages"]

SWITCH = """
    const waitFor = async (find) => {
        for (const end = Date.now() + 15000; !find(); ) {
            if (Date.now() > end) {
                throw new Error(`Not found: ${find}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return find();
    };
    const noteIs = (text) => () =>
        document.querySelector(".o-livechatInfoPanel-notes textarea")?.value === text;
    const rest = () => new Promise((resolve) => setTimeout(resolve, 2500));
    const goTo = async (name, note) => {
        const item = await waitFor(() =>
            [...document.querySelectorAll(".o-mail-DiscussSidebarChannel")].find((el) =>
                el.textContent.includes(name)
            )
        );
        item.click();
        await waitFor(noteIs(note));
        await rest();
    };
    await waitFor(() => document.querySelector(".o-mail-DiscussContent-threadName"));
    await rest();
    await goTo("Visitor (Kenya)", "Note of the first");
    await goTo("Visitor (Malta)", "Note of the second");
    performance.clearResourceTimings();
    await goTo("Carla Customer", "Note of the third");
    await waitFor(() => document.querySelector(".o-livechatInfoPanel-contact"));
    const requests = performance
        .getEntriesByType("resource")
        .filter((entry) => ["fetch", "xmlhttprequest"].includes(entry.initiatorType))
        .map((entry) => new URL(entry.name).pathname)
        .sort();
    if (requests.join() === %(expected)r) {
        console.log("test successful");
    } else {
        console.error(`Other requests than expected: ${requests.join()}`);
    }
"""


@tagged("post_install", "-at_install", "companions", "long")
@no_retry
class TestRequests(PanelCase):
    def test_no_section_asks_by_itself(self):
        """From one live chat to the next, the requests for the messages are all."""
        first = self.open_conversation(visitor_tz="Africa/Nairobi")
        second = self.open_conversation(visitor_tz="Europe/Malta")
        third = self.open_conversation(user=self.customer, visitor_tz="Europe/Lisbon")
        self.visitor_writes(first, "Hello")
        self.visitor_writes(second, "Hello")
        third.with_user(self.customer).message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        for channel, number in [(first, "first"), (second, "second"), (third, "third")]:
            channel.with_user(self.agent).livechat_set_note(f"Note of the {number}")
        self.browser_js(
            "/odoo/discuss",
            "(async () => {%s})()" % (SWITCH % {"expected": ",".join(REQUESTS)}),
            ready="odoo.isReady === true",
            login=self.agent.login,
        )

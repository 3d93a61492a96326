from odoo.tests import tagged

from ..support.rights import RightsCase

SCRIPT = "console.error('A script of a name ran')"
HOSTILE = f'<img src=x onerror="{SCRIPT}"><script>{SCRIPT}</script>'
# Once all of it shows as text: console.error, by whatever runs, fails the test.
LOOK = """
const names = ["tag", "expertise", "help", "note", "contact", "agent"];
let looks = 0;
const wait = setInterval(() => {
    const items = [...document.querySelectorAll(".o-mail-DiscussSidebarChannel")];
    const item = items.find((el) => el.parentElement.textContent.includes("<script>help"));
    if (item && !document.querySelector(".o-livechatInfoPanel") && looks % 20 === 0) {
        item.click();
    }
    const panel = document.querySelector(".o-livechatInfoPanel");
    const text = panel
        ? panel.textContent + [...panel.querySelectorAll("textarea")].map((el) => el.value)
        : "";
    const missing = names.filter((name) => !text.includes(`<script>${name}`));
    if (panel && !missing.length) {
        clearInterval(wait);
        // Time for an image to fail.
        setTimeout(() => console.log("test successful"), 500);
    }
    if (++looks === 300) {
        console.error(`Not in the panel: ${missing} ${text}`);
    }
}, 100);
"""


@tagged("post_install", "-at_install", "long")
class TestScriptsInNames(RightsCase):
    """What people type is text in the panel, whoever typed it and wherever it shows."""

    def test_nothing_runs(self):
        def hostile(name):
            return f"<script>{name}</script>{HOSTILE}"

        short = f'<img src=x onerror="{SCRIPT}">'
        self.tag.name = f"<script>tag</script>{short}"
        self.expertise.name = f"<script>expertise</script>{short}"
        self.contact.name = hostile("contact")
        self.agent.name = hostile("agent")
        self.channel.livechat_customer_guest_ids.name = hostile("guest")
        self.channel.livechat_help_text = hostile("help")
        self.channel.with_user(self.agent).livechat_save_note(
            hostile("note"), 0, resolution="mine", shown_version_id=self.note_versions[-1].id
        )
        self.transcript.failure_reason = hostile("reason")
        # What was told before has the names of before.
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([("id", ">", 0)]).unlink()
        self.browser_js(
            f"/odoo/discuss?active_id=discuss.channel_{self.channel.id}",
            LOOK,
            ready="odoo.isReady",
            login=self.agent.login,
            timeout=60,
        )

from odoo.tests import tagged

from ..support.transcript import TranscriptCase

SPY = "https://spy.example"
FETCHING = {
    "picture": f'<p>Seen: <img src="{SPY}/x.png" alt="a&gt;b"/></p>',
    "picture of no page's protocol": '<img src="//spy.example/x.png"/>',
    "sizes of a picture": f'<img src="/x.png" srcset="{SPY}/1.png 1x, {SPY}/2.png 2x"/>',
    "picture of several": f'<picture><source srcset="{SPY}/1.png"/><img src="/x.png"/></picture>',
    "video": f'<video src="{SPY}/v.mp4" poster="{SPY}/p.png">No video</video>',
    "subtitles": f'<video><source src="{SPY}/v.mp4"/><track src="{SPY}/t.vtt"/></video>',
    "audio": f'<audio src="{SPY}/a.mp3" controls="1"></audio>',
    "background": f'<table background="{SPY}/x.png"><tr><td>Seen</td></tr></table>',
    "style": f"<p style=\"background-image: url('{SPY}/x.png')\">Seen</p>",
    "style without quotes": f'<p style="background: red url({SPY}/x.png)">Seen</p>',
    "linked picture": f'<a href="https://example.com/"><img src="{SPY}/x.png"/></a>',
}
PICTURE = "data:image/png;base64,iVBORw0KGgo="


@tagged("post_install", "-at_install")
class TestTranscriptFetched(TranscriptCase):
    """Who opens the mail of a conversation, or prints it, fetches nothing from anywhere."""

    def arrange(self):
        super().arrange()
        self.channel = self.open_conversation(self.customer)

    def render(self, body, author=None):
        """Return what is shown of a message, which only the database has like this."""
        message = self.channel.with_user(self.agent).message_post(
            body="x", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        message.sudo().author_id = author or self.agent.partner_id
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_message SET body = %s WHERE id = %s", [body, message.id])
        self.env.invalidate_all()
        html = str(self.channel.with_user(self.agent)._render_transcript_messages())
        message.sudo().unlink()
        return html

    def test_what_would_be_fetched_is_a_link(self):
        for author in (self.agent.partner_id, self.customer.partner_id):
            for name, body in FETCHING.items():
                with self.subTest(name=name, author=author.name):
                    html = self.render(body, author)
                    for fetched in ("<img", "<video", "<audio", "<track", "<source", "url("):
                        self.assertNotIn(fetched, html)
                    for attribute in ("src=", "srcset=", "poster=", "background="):
                        self.assertNotIn(attribute, html)
                    if name != "linked picture":
                        self.assertIn(f'<a href="{SPY}/', html)
                    self.assertRegex(html, f">{SPY}/\\S+\\s*</a>")
                    if "Seen" in body:
                        self.assertIn("Seen", html)

    def test_each_address_is_shown(self):
        html = self.render(FETCHING["subtitles"])
        self.assertIn(f">{SPY}/v.mp4<", html)
        self.assertIn(f">{SPY}/t.vtt<", html)
        self.assertIn("a&gt;b", self.render(FETCHING["picture"]))

    def test_what_holds_itself_stays(self):
        html = self.render(f'<img src="{PICTURE}" alt="A dot" srcset="{SPY}/x.png"/>')
        self.assertIn(f'src="{PICTURE}"', html)
        self.assertNotIn("spy", html)

    def test_mail_and_file(self):
        message = self.channel.with_user(self.agent).message_post(
            body="x", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        body = "".join(FETCHING.values())
        self.env.cr.execute("UPDATE mail_message SET body = %s WHERE id = %s", [body, message.id])
        self.env.invalidate_all()
        mail = self.send(self.channel).mail_mail_ids
        reports = self.env["ir.actions.report"].with_user(self.agent)
        name = "livechat_info_panel.report_transcript"
        printed = reports._render_qweb_html(name, self.channel.ids)[0].decode()
        for text in (mail.body_html, printed):
            self.assertIn(f'<a href="{SPY}/', text)
            for fetched in (f'src="{SPY}', f'srcset="{SPY}', f'poster="{SPY}', f"url({SPY}"):
                self.assertNotIn(fetched, text)

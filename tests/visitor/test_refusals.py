from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.outcome.rating import FEEDBACK_MAX_LENGTH
from ...models.visitor.message_length import MAX_LENGTH
from ..support.common import PASSWORD, POST, PanelCase

TRANSCRIPT = "/im_livechat/email_livechat_transcript"


@tagged("post_install", "-at_install")
class TestRefusals(PanelCase):
    """What a visitor may not do is refused with a sentence in the language of their browser.

    The widget shows it, and gives back what was typed: see `static/tests/embed`.
    """

    def arrange(self):
        super().arrange()
        self.env["res.lang"]._activate_lang("es_ES")
        self.channel = self.open_conversation()
        self.visitor_writes(self.channel, "Hello")

    def test_nearest_language_that_is_installed(self):
        """Spanish for a Mexican, where that of Mexico is not installed."""
        params = {"message_id": self.channel.message_ids[:1].id, "action": "add"}
        params["content"] = "x" * 101
        route = "/mail/message/reaction"
        tag = "es-MX,es;q=0.9"
        for installed, add_tags in [("es_ES", "Añadir etiquetas"), ("es_419", "Agregar etiquetas")]:
            self.env["res.lang"]._activate_lang(installed)
            self.assertEqual(
                self.ask(route, params, language=tag), "Una reacción es un solo emoji."
            )
            answer = self.url_open(
                "/web/webclient/translations?lang=es_MX&mods=livechat_info_panel",
                headers={"Accept-Language": tag},
            ).json()
            self.assertEqual(answer["lang"], installed)
            texts = answer["modules"]["livechat_info_panel"]["messages"]
            self.assertIn({"id": "Add tags", "string": add_tags}, texts)
        self.assertEqual(
            self.ask(route, params, language="ca,es-MX;q=0.9,en;q=0.8"),
            "Una reacción es un solo emoji.",
        )
        self.assertIn("emoji", self.ask(route, params, language="tlh"))
        # Whoever names very many keeps the server from nothing else: the first ones count.
        unknown = [f"x{number:02}" for number in range(25)]
        for tags, expected in (
            ([*unknown[:19], "es"], "Una reacción es un solo emoji."),
            ([*unknown[:20], "es"], "A reaction is one emoji."),
        ):
            language = ",".join(tags)
            self.assertEqual(self.ask(route, params, language=language), expected)

    def ask(self, route, params, user=None, language="es-ES,es;q=0.9"):
        """Return why the server refuses what a browser asks for the first time, as the guest of
        the conversation, or as a user."""
        new = {"context": {"lang": None}}
        self.authenticate(user and user.login, user and PASSWORD, session_extra=new)
        guest = self.channel.livechat_customer_guest_ids
        with mute_logger("odoo.http"):
            answer = self.url_open(
                route,
                json={"params": params},
                headers={"Accept-Language": language},
                cookies=None if user else {guest._cookie_name: guest._format_auth_cookie()},
            )
        return answer.json()["error"]["data"]["message"]

    def test_message(self):
        too_long = "Su mensaje es demasiado largo: puede tener 10000 caracteres."
        body = "x" * (MAX_LENGTH + 1)
        self.assertIn(too_long, self.ask(POST, self.post_params(self.channel, body)))
        message = self.channel.message_ids[:1]
        params = {"message_id": message.id, "update_data": {"body": body}}
        self.assertIn(too_long, self.ask("/mail/message/update_content", params))
        self.env.invalidate_all()
        self.assertEqual(str(message.body), "<p>Hello</p>")
        params = {"message_id": message.id, "action": "add", "content": "x" * 101}
        self.assertEqual(
            self.ask("/mail/message/reaction", params), "Una reacción es un solo emoji."
        )

    def test_rating(self):
        params = {"channel_id": self.channel.id, "rate": 1}
        self.assertEqual(
            self.ask(
                "/im_livechat/feedback", {**params, "reason": "x" * (FEEDBACK_MAX_LENGTH + 1)}
            ),
            "Dígalo en 5000 caracteres como máximo; estos son 5001.",
        )
        self.assertEqual(
            self.ask("/im_livechat/feedback", {**params, "rate": 7}),
            "Una calificación es un número del 0 al 5.",
        )
        self.assertFalse(self.channel.rating_ids)

    def test_transcript(self):
        params = {"channel_id": self.channel.id, "email": "a@example.com"}
        self.employee.lang = "es_ES"
        channel = self.open_conversation(self.employee)
        self.assertEqual(
            self.ask(TRANSCRIPT, {**params, "channel_id": channel.id}, self.employee),
            "Solo se puede enviar una copia a su propia dirección.",
        )

    def test_nobody_is_there(self):
        self.env["mail.presence"].search([("user_id", "=", self.agent.id)]).unlink()
        params = {"channel_id": self.livechat_channel.id, "can_leave_message": True}
        self.assertEqual(
            self.ask("/im_livechat/get_session", params), "Ahora no hay nadie disponible."
        )

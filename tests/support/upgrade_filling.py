"""What a database of the previous version gets before it is upgraded.

It runs with that version's code, so it may use nothing that this version alone has, and imports
nothing of the addon. All is done by who would do it, by the methods that they would call: a new
concern is a new method of ``Filling``. The demo data is there as well.
"""

from datetime import timedelta

from odoo import Command, fields

ADDON = "livechat_info_panel"
# The commit of the previous version, and its tag.
VERSION = ("55d2ba542b919e8e0d61367a902176f5c497cb0d", "19.0.1.0.0")
LANG = "es_ES"
# What administrators changed of what the addon's files say: (XML id, field, language, value).
EDITED = [
    ("mail_template_transcript", "subject", "en_US", "Our chat of today"),
    ("mail_template_transcript", "subject", LANG, "Nuestra conversación de hoy"),
    ("mail_template_transcript", "body_html", "en_US", "<p>Thank you!</p>"),
    ("ir_cron_notify_overdue_help", "interval_number", "en_US", 7),
    ("ir_cron_notify_overdue_help", "active", "en_US", False),
    ("action_livechat_close", "name", LANG, "Despedirse"),
]
# The label of a field, as an administrator translated it.
EDITED_LABEL = ("discuss.channel", "livechat_help_text", LANG, "Qué hace falta")


def fill(env):
    filling = Filling(env)
    for name in (
        "settings",
        "notes",
        "contacts",
        "help",
        "handovers",
        "outcomes",
        "transcripts",
        "chatbots",
        "nobody",
        "login",
        "filters",
        "texts",
    ):
        getattr(filling, name)()


class Filling:
    def __init__(self, env):
        env = env(context={**env.context, "no_reset_password": True})
        self.env = env
        env["res.lang"]._activate_lang(LANG)
        env["ir.module.module"].search([("name", "=", ADDON)])._update_translations([LANG])
        self.agent, self.expert, self.manager, self.customer = (
            env["res.users"].create(
                {
                    "name": name,
                    "login": f"upgrade_{name.split()[0].lower()}",
                    "email": f"{name.split()[0].lower()}@example.com",
                    "group_ids": [Command.set(env.ref(group).ids)],
                    "tz": "Europe/Brussels",
                }
            )
            for name, group in [
                ("Ada Agent", "im_livechat.im_livechat_group_user"),
                ("Edna Expert", "im_livechat.im_livechat_group_user"),
                ("Mara Manager", "im_livechat.im_livechat_group_manager"),
                ("Carla Customer", "base.group_portal"),
            ]
        )
        for user in self.agent | self.expert:
            env["mail.presence"]._update_presence(user)
        self.expertise = env["im_livechat.expertise"].create({"name": "Shipping"})
        self.expert.livechat_expertise_ids = self.expertise
        self.company = env["res.partner"].create({"name": "Gardens Ltd", "is_company": True})
        self.contact = env["res.partner"].create(
            {
                "name": "Mia Gardener",
                "email": "mia@example.com",
                "phone": "+32 470 12 34 56",
                "parent_id": self.company.id,
                "category_id": [Command.create({"name": "Gold", "color": 3})],
            }
        )
        self.livechat = env["im_livechat.channel"].create(
            {"name": "Shop", "user_ids": [Command.set((self.agent | self.expert).ids)]}
        )

    def open(self, name, guest=None, **vals):
        """Begin a conversation of the agent with a guest; return it as the agent has it."""
        guest = guest or self.env["mail.guest"].create({"name": name})
        channel = self.as_guest(guest).create(
            {
                "name": f"{name} {self.agent.name}",
                "channel_type": "livechat",
                "livechat_channel_id": self.livechat.id,
                "livechat_operator_id": self.agent.partner_id.id,
                "livechat_status": "in_progress",
                "livechat_visitor_lang": "es-MX",
                "livechat_visitor_tz": "America/Mexico_City",
                "channel_member_ids": [
                    Command.create({"partner_id": self.agent.partner_id.id}),
                    Command.create({"guest_id": guest.id, "livechat_member_type": "visitor"}),
                ],
                **vals,
            }
        )
        self.say(channel, "Good morning")
        return channel.with_env(self.env(user=self.agent))

    def as_guest(self, guest):
        """Return no conversation, for what a guest begins: who begins one else is in it."""
        public = self.env(user=self.env.ref("base.public_user"), su=True)
        return public["discuss.channel"].with_context(guest=guest)

    def as_visitor(self, channel):
        guest = channel.sudo().livechat_customer_guest_ids
        return channel.with_user(self.env.ref("base.public_user")).with_context(guest=guest)

    def say(self, channel, body):
        """Write something as the guest of a conversation."""
        self.post(self.as_visitor(channel), body)

    def post(self, channel, body):
        # As Odoo's route does, once it has seen that the user or guest may read the conversation.
        channel.sudo().message_post(
            body=body, message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    # ------------------------------------------------------------
    # What is in it, by concern
    # ------------------------------------------------------------

    def settings(self):
        self.livechat.write(
            {
                "is_waiting_after_reply": True,
                "help_overdue_minutes": 15,
                "leave_message_when_unavailable": True,
            }
        )
        self.env["ir.config_parameter"].set_param("livechat_info_panel.project_tasks", "True")
        newcomer = self.env["res.users"].create({"login": "nina", "name": "Nina New"})
        newcomer.group_ids = [Command.link(self.env.ref("im_livechat.im_livechat_group_user").id)]

    def notes(self):
        channel = self.open("Noted")
        channel.livechat_add_tag("Urgent")
        channel.livechat_add_tag("Heavy parcel")
        channel.with_user(self.manager).livechat_add_expertise("Customs")
        channel.livechat_set_note("<p>Calls back <b>tomorrow</b></p>")
        base = channel.sudo().livechat_note_version_id
        base = channel.livechat_save_note("One\nTwo", base.id, "in one go")
        base = channel.livechat_save_note("One\nTwo\nThree", base["id"], "in one go")
        as_expert = channel.with_user(self.expert)
        theirs = as_expert.livechat_save_note("One\nTwo of Edna\nThree", base["id"])
        mine = channel.livechat_save_note("One\nTwo of Ada\nThree", base["id"])
        assert mine["conflicts"]
        channel.livechat_save_note(
            "One\nTwo of Ada\nThree",
            base["id"],
            resolution="both",
            shown_version_id=theirs["id"],
        )
        as_expert.livechat_restore_note(theirs["id"])
        channel.execute_command_history()

    def contacts(self):
        channel = self.open("Linked")
        channel.livechat_link_contact(self.company.id)
        channel.livechat_unlink_contact()
        channel.livechat_link_contact(self.contact.id)
        guest = channel.sudo().livechat_customer_guest_ids
        self.open("Linked again", guest=guest)
        channel.livechat_link_guest_conversations()
        self.open("Let alone", guest=guest).livechat_unlink_contact()

    def help(self):
        answered = self.open("Helped")
        answered.livechat_ask_help("Where is the parcel?", self.expertise.ids)
        answered.with_user(self.expert).livechat_join()
        answered.livechat_set_status("waiting")
        channel = self.open("Helpless")
        channel.livechat_ask_help("Who speaks Finnish?")
        period = channel.sudo().livechat_status_period_ids[:1]
        period.start_dt = fields.Datetime.now() - timedelta(hours=1)
        self.env["livechat.status.period"]._cron_notify_overdue_help()
        left = self.open("Left alone")
        left._action_unfollow(self.agent.partner_id)

    def handovers(self):
        channel = self.open("Handed over")
        channel.livechat_reassign(self.expert.id, comment="Owes 12 €,\nsince May")
        other = self.open("For an expert")
        other.livechat_add_expertise("Shipping")
        other.livechat_reassign()

    def outcomes(self):
        channel = self.open("Closed and rated")
        self.post(channel, "Good morning!")
        channel.livechat_close()
        self.as_visitor(channel)._rate_livechat(5, "Quick")
        channel.livechat_correct_outcome("escalated", "A colleague solved it on the phone")
        self.open("Closed at once").livechat_close()

    def transcripts(self):
        channel = self.open("Sent")
        channel.livechat_link_contact(self.contact.id)
        sent, failed, retried, queued = (
            self.env["livechat.transcript"].browse(channel.livechat_send_transcript(emails))
            for emails in (
                "mia@example.com",
                ["mia@example.com", "nobody@example.com"],
                "full@example.com",
                None,
            )
        )
        sent.mail_mail_ids.write({"state": "sent"})
        failed.mail_mail_ids[0].write({"state": "sent"})
        refused = {"state": "exception", "failure_reason": "(550, b'5.1.1 No such mailbox here')"}
        failed.mail_mail_ids[1].write(refused)
        retried.mail_mail_ids.write(refused)
        retried.with_user(self.agent).livechat_retry()
        queued.mail_mail_ids.livechat_sending_dt = fields.Datetime.now()

    def chatbots(self):
        chatbot = self.env["chatbot.script"].create(
            {
                "title": "Bot",
                "script_step_ids": [
                    Command.create(
                        {
                            "step_type": step_type,
                            "message": message,
                            "answer_ids": [Command.create({"name": name}) for name in answers],
                        }
                    )
                    for step_type, message, *answers in [
                        ("question_email", "Your email address?"),
                        ("question_phone", "Your phone number?"),
                        ("free_input_single", "What is it about?"),
                        ("question_selection", "Which product?", "Chair", "Table"),
                    ]
                ],
            }
        )
        bot, guest = chatbot.operator_partner_id, self.env["mail.guest"].create({"name": "Asked"})
        channel = self.open(
            "Asked by a chatbot",
            livechat_operator_id=bot.id,
            livechat_status=False,
            guest=guest,
            channel_member_ids=[
                Command.create({"partner_id": bot.id, "livechat_member_type": "bot"}),
                Command.create({"guest_id": guest.id, "livechat_member_type": "visitor"}),
            ],
        )
        for _round in range(2):
            self.answer_chatbot(channel, chatbot)
            self.as_visitor(channel)._chatbot_restart(chatbot)
        self.answer_chatbot(channel, chatbot)

    def answer_chatbot(self, channel, chatbot):
        channel = channel.sudo()
        for step, answer in zip(
            chatbot.script_step_ids,
            ("mia@example.com", "+32 470 12 34 56", "My order", "Chair"),
            strict=True,
        ):
            channel.chatbot_current_step_id = step
            step._process_step(channel)
            selected = step.answer_ids.filtered(lambda choice, name=answer: choice.name == name)
            self.say(channel.with_context(selected_answer_id=selected.id), answer)
            step._process_answer(channel, answer)

    def nobody(self):
        channels = self.as_guest(self.env["mail.guest"].create({"name": "Early"}))
        vals = channels._clean_visitor_place("pt-PT", "Europe/Lisbon")
        livechat = channels.env["im_livechat.channel"].browse(self.livechat.id)
        channels._leave_message(livechat, "Nobody there?", vals)

    def login(self):
        channel = self.open("Logged in")
        guest = channel.sudo().livechat_customer_guest_ids
        as_customer = channel.with_user(self.customer).with_context(guest=guest)
        assert as_customer._continue_after_login()

    def filters(self):
        """Save searches for what the addon's fields hold."""
        for domain in (
            [("livechat_outcome_correction", "=", "escalated")],
            [("livechat_note_text", "ilike", "Edna")],
            [("livechat_partner_id", "!=", False)],
            [("livechat_status", "=", "need_help")],
        ):
            self.env["ir.filters"].create(
                {"name": domain[0][0], "model_id": "discuss.channel", "domain": repr(domain)}
            )

    def texts(self):
        """Edit what the addon's files say."""
        for name, field, lang, value in EDITED:
            self.env.ref(f"{ADDON}.{name}").with_context(lang=lang)[field] = value
        model, name, lang, label = EDITED_LABEL
        field = self.env["ir.model.fields"]._get(model, name)
        field.update_field_translations("field_description", {lang: label})

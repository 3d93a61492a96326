from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.constants import AGENTS


class Im_LivechatExpertise(models.Model):
    _name = "im_livechat.expertise"
    _inherit = ["im_livechat.expertise", "livechat.unique.name.mixin"]
    _livechat_field = "livechat_expertise_ids"

    user_ids = fields.Many2many(search="_search_user_ids")
    open_channel_count = fields.Integer(
        "Ongoing Sessions",
        compute="_compute_open_channel_count",
        groups=AGENTS,
        help="Open conversations which ask for this expertise.",
    )

    _name_case_insensitive_unique = models.UniqueIndex(
        "(lower(name->>'en_US'))", "There is already an expertise with this name."
    )

    @api.constrains("name")
    def _check_name_unique(self):
        for expertise in self:
            domain = self._namesakes_domain(expertise.name) & Domain("id", "!=", expertise.id)
            if self.search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "There is already an expertise with the name “%(name)s”.",
                        name=expertise.name,
                    )
                )

    @api.model
    def _find_or_create(self, name):
        """As it is, and for who may not create one, say so in words that agents understand."""
        if not self.has_access("create"):
            name = self._normalize_name(name)
            if not self.search_count(self._namesakes_domain(name), limit=1):
                raise AccessError(
                    self.env._(
                        "There is no expertise with the name “%(name)s”, and only Live Chat "
                        "administrators can add one.",
                        name=name,
                    )
                )
        return super()._find_or_create(name)

    @api.model
    def _update_livechats(self, channels, commands):
        channels._update_livechat_expertises(commands)

    def _search_user_ids(self, operator, value):
        if operator == "any":
            operator, value = "in", self.env["res.users"].search(value).ids
        if operator != "in":
            return NotImplemented
        # sudo: res.users.settings - who has which expertise is known to all who know of expertises
        settings_sudo = self.env["res.users.settings"].sudo()
        domain = Domain("livechat_expertise_ids", "!=", False)
        found = settings_sudo.search(domain & Domain("user_id", "in", value))
        result = Domain("id", "in", found.livechat_expertise_ids.ids)
        if False in value:
            result |= Domain(
                "id", "not in", settings_sudo.search(domain).livechat_expertise_ids.ids
            )
        return result

    def _compute_open_channel_count(self):
        counts = dict(
            self.env["discuss.channel"]._read_group(
                self._get_open_channels_domain(), ["livechat_expertise_ids"], ["__count"]
            )
        )
        for expertise in self:
            expertise.open_channel_count = counts.get(expertise, 0)

    def action_view_open_channels(self):
        """Open the conversations which are going on and ask for this expertise.

        :return: the action of Live Chat, Sessions, for them
        :rtype: dict
        """
        return {
            **self.env["ir.actions.actions"]._for_xml_id("im_livechat.discuss_channel_action"),
            "context": {"im_livechat_hide_partner_company": True},
            "domain": list(self._get_open_channels_domain()),
        }

    def _get_open_channels_domain(self):
        return Domain(
            [
                ("channel_type", "=", "livechat"),
                ("livechat_end_dt", "=", False),
                ("livechat_expertise_ids", "in", self.ids),
            ]
        )

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        if field_name == "name":
            translations = {
                lang: self._normalize_name(name) if name else name
                for lang, name in translations.items()
            }
        result = super()._update_field_translations(field_name, translations, digest, source_lang)
        if field_name == "name":
            for lang in translations:
                self.with_context(lang=lang)._check_name_unique()
        return result

    def _namesakes_domain(self, name):
        """An expertise goes by its name in every language."""
        self.flush_model(["name"])
        return Domain(
            "id",
            "in",
            SQL(
                """(SELECT expertise.id
                      FROM im_livechat_expertise expertise,
                           jsonb_each_text(expertise.name) AS translation
                     WHERE lower(translation.value) = lower(%s))""",
                name,
            ),
        )

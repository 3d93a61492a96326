from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class Im_LivechatExpertise(models.Model):
    _name = "im_livechat.expertise"
    _inherit = ["im_livechat.expertise", "livechat.unique.name.mixin"]

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

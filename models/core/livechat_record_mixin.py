from odoo import api, fields, models
from odoo.fields import Domain


class LivechatRecordMixin(models.AbstractModel):
    """What is kept beside a conversation, of something that happened there, and goes with it."""

    _name = "livechat.record.mixin"
    _description = "Live Chat Record Mixin"
    _order = "id DESC"
    _rec_name = "channel_id"

    # Where the names of users are kept, by the fields that refer to them: they outlive the users.
    _livechat_names = {}

    channel_id = fields.Many2one(
        "discuss.channel",
        "Conversation",
        index=True,
        ondelete="cascade",
        readonly=True,
        required=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_names(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_names(vals))

    def action_open_channel(self):
        """Open the conversation of which this is kept.

        :return: the action of Live Chat, Sessions, with that conversation
        :rtype: dict
        """
        self.ensure_one()
        return {
            **self.env["ir.actions.actions"]._for_xml_id("im_livechat.discuss_channel_action"),
            "res_id": self.channel_id.id,
            "view_mode": "form",
            "views": [(self.env.ref("im_livechat.discuss_channel_view_form").id, "form")],
        }

    @api.model
    def _with_names(self, vals):
        """Return values of these records with the names of the users to whom they refer.

        A name that is given stays: a copy keeps it, also if the user is gone.
        """
        # sudo: res.users - the names of agents are known to agents
        users_sudo = self.env["res.users"].sudo()
        names = {
            name: users_sudo.browse(vals[field]).name
            for field, name in self._livechat_names.items()
            if field in vals
        }
        return {**names, **vals}

    @api.model
    def _livechat_personal_fields(self):
        """Return the fields of these records that may tell who a customer is. See
        ``discuss.channel``.

        :rtype: set[str]
        """
        return set()

    @api.model
    def _livechat_agent_name_fields(self):
        return set(self._livechat_names.values())

    def _livechat_erase(self, names):
        """Erase what these records keep.

        :param set names: of the fields that are emptied
        """
        self.write(dict.fromkeys(names, False))

    @api.model
    def _get_work_domain(self):
        """Return which of these records tell that somebody typed or decided something."""
        return Domain.TRUE

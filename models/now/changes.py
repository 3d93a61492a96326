from odoo import api, models
from odoo.tools import SQL

from odoo.addons.im_livechat.models.discuss_channel import is_livechat_channel
from odoo.addons.mail.tools.discuss import Store

from ..core.text import get_note_line

# What of this transaction is remembered until its end: the conversations that changed.
CHANGED = "livechat_info_panel.now"
# Where those listen who look at *Now*, see `ir.websocket`.
SUBCHANNEL = "LIVECHAT_NOW"
TOLD = "livechat_info_panel/now"
# The fields of which a row consists, and by which its figures change.
OF_ROWS = (
    "active",
    "livechat_channel_id",
    "livechat_customer_waiting_since_dt",
    "livechat_end_dt",
    "livechat_expertise_ids",
    "livechat_help_text",
    "livechat_outcome_correction",
    "livechat_partner_id",
    "livechat_status",
    "livechat_status_since_dt",
    "livechat_visitor_email",
    "livechat_visitor_phone",
    "name",
)


class DiscussChannel(models.Model):
    """What those who look at *Now* are told, however many they are.

    The steps remember which conversations changed, if something did that a row shows. At the end
    of the transaction, one statement finds what their rows are by then, and that is sent once.
    """

    _inherit = "discuss.channel"

    def _livechat_after_create(self, vals_list):
        super()._livechat_after_create(vals_list)
        self._note_for_now(begun=1)

    def _livechat_before_write(self, vals):
        before = super()._livechat_before_write(vals)
        if vals.keys() & {*OF_ROWS, "livechat_note"}:
            self._prepare_to_tell_now()
            before["now"] = {
                channel: channel._get_values_for_now()
                for channel in self.filtered(is_livechat_channel)
            }
        if vals.get("livechat_partner_is_verified"):
            before["now_linked"] = self._filter_livechat_linked()
        return before

    def _livechat_after_write(self, vals, before):
        super()._livechat_after_write(vals, before)
        for channel, values in before.get("now", {}).items():
            if channel._get_values_for_now() != values:
                channel._note_for_now(was_missed=values[0])
        if before.get("now_linked"):
            self._outdate_livechat_now()  # each loads who logged in, if they may know them

    def _send_livechat_customer_names(self):
        self._note_for_now()
        super()._send_livechat_customer_names()

    def _send_livechat_contacts_anew(self):
        super()._send_livechat_contacts_anew()
        if self._filter_livechat_linked():
            self._outdate_livechat_now()  # each loads what they may know

    def _send_livechat_due(self, store_fields):
        super()._send_livechat_due(store_fields)
        self._note_for_now()

    def _livechat_before_unlink(self):
        self._note_for_now(begun=-1)
        super()._livechat_before_unlink()

    def _rate_livechat(self, rate, reason):
        # sudo: discuss.channel - whether it was rated before, whoever rates it
        is_first = not self.sudo().rating_ids
        rating = super()._rate_livechat(rate, reason)
        if is_first:
            self._note_for_now(rated=1)
        return rating

    def _get_values_for_now(self):
        """Return what is compared to know whether a row of this conversation changes."""
        # sudo: discuss.channel - compared only, whoever writes
        channel_sudo = self.sudo()
        return (
            self._is_missed_for_now(),
            get_note_line(channel_sudo.livechat_note),
            *(channel_sudo[name] for name in OF_ROWS),
        )

    def _is_missed_for_now(self):
        # sudo: discuss.channel - which figure counts it, whoever changes it
        channel_sudo = self.sudo()
        return bool(channel_sudo.livechat_end_dt) and channel_sudo.livechat_outcome == "missed"

    def _note_for_now(self, begun=0, rated=0, was_missed=None):
        """Have those who look at *Now* told of these conversations, at the end of the transaction.

        :param int begun: 1 for new ones, -1 for those that are deleted
        :param int rated: 1 for those that are rated
        :param bool was_missed: whether they were missed before, by default whether they are
        """
        livechats = self.filtered(is_livechat_channel)
        if not livechats:
            return
        changed = self._prepare_to_tell_now()
        for channel in livechats:
            if channel.id not in changed:
                missed = channel._is_missed_for_now() if was_missed is None else was_missed
                # sudo: discuss.channel - by which figures it is counted, also once it is deleted
                channel_sudo = channel.sudo()
                changed[channel.id] = {
                    "begun": 0,
                    "create_date": channel_sudo.create_date,
                    "livechat_channel_id": channel_sudo.livechat_channel_id.id,
                    "rated": 0,
                    "was_missed": missed,
                }
            changed[channel.id]["begun"] += begun
            changed[channel.id]["rated"] += rated

    @api.model
    def _prepare_to_tell_now(self):
        """Have what will have changed told at the end of the transaction.

        Before anything else is told: then all of it is kept by one statement.

        :return: what is remembered, by id of the conversation
        :rtype: dict
        """
        precommit = self.env.cr.precommit
        if CHANGED not in precommit.data:
            precommit.data[CHANGED] = {}
            # sudo: discuss.channel - agents are told, whoever changes it
            # Without the context of who changes it, by which others may be left out.
            precommit.add(self.browse().with_env(self.env(context={})).sudo()._tell_now)
        return precommit.data[CHANGED]

    @api.model
    def _tell_now(self):
        """Tell those who look at *Now* what changed in this transaction."""
        changed = self.env.cr.precommit.data.pop(CHANGED, {})
        if not changed:
            return
        self.flush_model()  # what others changed before the commit, as this does
        rows = self._get_livechat_now_rows(SQL("channel.id = ANY(%s)", list(changed)))
        customers = {row["id"]: row["customer_ids"] for row in rows if row["customer_ids"]}
        channels = self.browse(changed)
        of_users = channels.filtered(lambda channel: channel.id in customers)
        parts = [channels - of_users, *of_users._split_by_livechat_audience()]
        for part in filter(None, parts):
            payload = part._get_now_payload(
                [row for row in rows if row["id"] in part._ids], changed
            )
            part._get_livechat_group()._bus_send(TOLD, payload, subchannel=SUBCHANNEL)

    @api.model
    def _outdate_livechat_now(self):
        """Have those who look at *Now* load it again, where that concerns all of it."""
        self._get_livechat_group()._bus_send(TOLD, {"is_outdated": True}, subchannel=SUBCHANNEL)

    def _get_now_payload(self, rows, changed):
        """Return what is told of these conversations.

        :param list[dict] rows: those of them that exist
        :param dict changed: by id, what was remembered of them
        :return: ``{"channel_ids", "data", "counts"}``: which they are; their rows, for the store;
            what is to be added to the figures of the day, by id of the conversation
        """
        store = Store()
        self._livechat_now_rows_to_store(store, rows)
        shown = [row for row in rows if row["active"] and not row["livechat_end_dt"]]
        shown_ids = {row["id"] for row in shown}
        gone = [{"id": id_} for id_ in self.ids if id_ not in shown_ids]
        store.add_global_values(
            livechat_now_threads=[
                ("DELETE", self._livechat_now_ids(gone)),
                ("ADD", self._livechat_now_ids(shown)),
            ]
        )
        return {
            "channel_ids": self.ids,
            "data": store.get_result(),
            "counts": self._get_now_counts(rows, changed),
        }

    def _get_now_counts(self, rows, changed):
        counts = {}
        rows = {row["id"]: row for row in rows}
        for channel_id in self.ids:
            row, count = rows.get(channel_id, {}), changed[channel_id]
            is_missed = row.get("livechat_outcome") == "missed"
            values = {
                "begun": count["begun"],
                "missed": is_missed - count["was_missed"],
                "rated": count["rated"],
            }
            if any(values.values()):
                counts[channel_id] = {
                    **values,
                    "create_date": count["create_date"],
                    "livechat_channel_id": count["livechat_channel_id"],
                }
        return counts

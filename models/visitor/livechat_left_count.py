from datetime import timedelta
from ipaddress import ip_address, ip_network

from odoo import api, fields, models
from odoo.tools import SQL, hmac
from odoo.tools.constants import GC_UNLINK_LIMIT

PERIOD = timedelta(hours=1)


def to_network(address):
    """Return what counts as one address: of IPv6, whoever has one has as many as of 64 bits."""
    try:
        ip = ip_address(address)
    except ValueError:
        return str(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip if ip.version == 4 else ip_network((ip, 64), strict=False))


class LivechatLeftCount(models.Model):
    """How many messages somebody left within an hour, while nobody was available.

    Each visitor has a row, and each address at each live chat. Whoever leaves a message locks rows
    of nobody else.
    """

    _name = "livechat.left.count"
    _description = "Live Chat Messages Left"
    _log_access = False
    _rec_name = "sender"

    sender = fields.Char(
        "Left by",
        help="A visitor, or an address that cannot be read.",
        readonly=True,
        required=True,
    )
    livechat_channel_id = fields.Many2one(
        "im_livechat.channel",
        "Live Chat",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
    )
    count = fields.Integer("Messages", readonly=True, required=True)
    since_dt = fields.Datetime("Since", readonly=True, required=True)

    _sender_unique = models.Constraint("UNIQUE(sender)", "Messages are counted once.")

    @api.model
    def _get_address_key(self, livechat_channel, address):
        """Return as whose the messages count that are left from an address at a live chat."""
        # sudo: ir.config_parameter - the secret of the database, for nobody to read the address
        digest = hmac(self.env(su=True), "livechat_left_count", to_network(address))
        return f"{livechat_channel.id},{digest}"

    @api.model
    def _may_leave(self, limits):
        """Whether each of some senders has left less than it may. Locks nothing.

        :param dict limits: for the key of each how many messages it may leave
        :rtype: bool
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT sender, count FROM livechat_left_count
                 WHERE sender IN %s AND since_dt > %s
                """,
                tuple(limits),
                fields.Datetime.now() - PERIOD,
            )
        )
        return all(count < limits[sender] for sender, count in rows)

    @api.model
    def _count_left(self, livechat_channel):
        """Return how many messages were left lately at a live chat, by whomever. Locks nothing."""
        [(count,)] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(count), 0) FROM livechat_left_count
                 WHERE livechat_channel_id = %s AND since_dt > %s
                """,
                livechat_channel.id,
                fields.Datetime.now() - PERIOD,
            )
        )
        return count

    @api.model
    def _add(self, sender, livechat_channel=None):
        """Count a message. Of two by one sender at once, the second one starts anew.

        :param str sender: the key of a visitor, or of an address at a live chat
        :param livechat_channel: that live chat
        """
        now = fields.Datetime.now()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO livechat_left_count AS old
                            (sender, livechat_channel_id, count, since_dt)
                     VALUES (%(sender)s, %(channel_id)s, 1, %(now)s)
                ON CONFLICT (sender) DO UPDATE
                        SET count = CASE WHEN old.since_dt > %(start)s
                                         THEN old.count + 1 ELSE 1 END,
                            since_dt = CASE WHEN old.since_dt > %(start)s
                                            THEN old.since_dt ELSE %(now)s END
                  RETURNING id
                """,
                sender=sender,
                channel_id=(livechat_channel and livechat_channel.id) or None,
                now=now,
                start=now - PERIOD,
            )
        )

    @api.autovacuum
    def _gc_left_counts(self):
        """Forget who left something earlier."""
        end = fields.Datetime.now() - PERIOD
        counts = self.search([("since_dt", "<", end)], limit=GC_UNLINK_LIMIT)
        counts.unlink()
        return len(counts), len(counts) == GC_UNLINK_LIMIT

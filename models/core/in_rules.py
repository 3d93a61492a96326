import functools
import logging

from odoo import SUPERUSER_ID, models
from odoo.http import request

from .server_context import get_server_context, with_server_context
from .session import BEGUN_ANEW

_logger = logging.getLogger(__name__)


def is_in_rule(env):
    """Whether something is done as superuser, and nobody who became it sees what comes of it."""
    return env.su and not (request and request.session.uid == SUPERUSER_ID)


def logged_in_rules(method):
    """Have what an automation rule cannot do logged, where it would be raised at the customer.

    Odoo runs a rule as superuser, in the request of whoever triggers it: that is a visitor who
    writes or leaves.
    """

    @functools.wraps(method)
    def in_rule(self, *args, **kwargs):
        if not is_in_rule(self.env):
            return method(self, *args, **kwargs)
        channels = with_server_context(self, livechat_rule_action=method.__name__)
        try:
            with self.env.cr.savepoint():
                return method(channels, *args, **kwargs)
        except BEGUN_ANEW:
            raise
        except Exception as error:
            _logger.exception("An automation rule could not do %s.", method.__name__)
            # What it says may name customers.
            channels._log_in_rule({type(error).__name__: channels})
            return False

    return in_rule


class DiscussChannel(models.Model):
    _inherit = "discuss.channel"

    def _log_in_rule(self, refused):
        """Log what a rule could not do, in Settings ‣ Technical ‣ Logging.

        :param dict refused: conversations by the reason; their names are the customers'
        """
        method = get_server_context(self.env, "livechat_rule_action")
        # sudo: ir.logging - for administrators, whoever triggers the rule
        self.env["ir.logging"].sudo().create(
            [
                {
                    "dbname": self.env.cr.dbname,
                    "func": method,
                    "level": "WARNING",
                    "line": str(channels.ids),
                    "message": self.env._(
                        "An automation rule could not do %(action)s: %(reason)s.",
                        action=method,
                        reason=reason.rstrip("."),
                    ),
                    "name": "livechat_info_panel",
                    "path": self._name,
                    "type": "server",
                }
                for reason, channels in refused.items()
            ]
        )

import logging
from contextlib import contextmanager
from itertools import dropwhile

from psycopg2 import Error, OperationalError
from psycopg2.errors import ReadOnlySqlTransaction

from odoo import models
from odoo.exceptions import ConcurrencyError

from .server_context import get_server_context, with_server_context

_logger = logging.getLogger(__name__)

# What Odoo does not take for a failure: it begins the request anew.
BEGUN_ANEW = (ConcurrencyError, OperationalError, ReadOnlySqlTransaction)
FIELDS = "_get_livechat_session_fields_to_store"
# What these apps add is shown by Odoo's panel only, which this one replaces, and takes up to 25
# statements: website_livechat's for each visitor.
FOR_ODOOS_PANEL = ("odoo.addons.crm_livechat.", "odoo.addons.website_livechat.")


def _is_for_odoos_panel(cls):
    return cls.__module__.startswith(FOR_ODOOS_PANEL)


class DiscussChannel(models.Model):
    """What the web client is sent when an agent opens a conversation: all that can be computed.

    Where a part of it fails, ours or another addon's, the others are sent all the same.
    """

    _inherit = "discuss.channel"

    def _get_livechat_session_fields_to_store(self):
        """What Odoo and its other apps add is left out if it fails, and is sent part by part."""
        classes = self._get_livechat_session_classes()
        cls = classes[classes.index(DiscussChannel) + 1]  # not super(): some are left out
        if not get_server_context(self.env, "livechat_part_by_part"):
            return cls._get_livechat_session_fields_to_store(self)
        with self._left_out_if_it_fails("what Odoo adds"):
            return cls._get_livechat_session_fields_to_store(self)
        return []

    def _livechat_session_to_store(self, store):
        """Send what the panel shows of these conversations, on all of which the user may work.

        :param Store store: what is sent
        """
        classes = self._get_livechat_session_classes()
        groups = [self]
        # Where another addon calls website_livechat's part, that is for one visitor.
        if any(map(_is_for_odoos_panel, classes)) and "livechat_visitor_id" in self._fields:
            groups = self.grouped("livechat_visitor_id").values()
        for channels in groups:
            try:
                store.add(channels, classes[0]._get_livechat_session_fields_to_store(channels))
            except BEGUN_ANEW:
                raise
            except Exception as error:
                if isinstance(error, Error):  # the transaction is lost, which only read
                    self.env.cr.rollback()
                channels._livechat_session_part_by_part(store)

    def _get_livechat_session_classes(self):
        """Return the classes that say what the panel shows, whoever comes last first: without those
        for Odoo's panel, unless another addon calls them."""
        classes = [cls for cls in type(self).__mro__ if FIELDS in vars(cls)]
        here = classes.index(DiscussChannel) + 1
        return [
            *dropwhile(_is_for_odoos_panel, classes[:here]),
            *dropwhile(_is_for_odoos_panel, classes[here:]),
        ]

    def _livechat_session_part_by_part(self, store):
        """Send what does not fail, after sending all at once did."""
        channels = self.search([("id", "in", self.ids)])
        channels = with_server_context(channels, livechat_part_by_part=True)
        # Whoever comes after the part that fails is left out with it: begin further in.
        for cls in self._get_livechat_session_classes():
            store_fields = None
            with self._left_out_if_it_fails(cls.__module__):
                store_fields = cls._get_livechat_session_fields_to_store(channels)
            if store_fields is not None:
                break
        for field in store_fields or ():
            with self._left_out_if_it_fails(getattr(field, "field_name", field)):
                store.add(channels, [field])

    @contextmanager
    def _left_out_if_it_fails(self, what):
        """Go on after what is done within, even if it fails; only the log tells."""
        try:
            with self.env.cr.savepoint(flush=False):
                yield
        except BEGUN_ANEW:
            raise
        except Exception:
            _logger.exception("The live chat panel goes without %s, which fails.", what)

"""What was closed before stays closed: nobody knows of which of it the customer has left."""

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    api.Environment(cr, SUPERUSER_ID, {})["discuss.channel"]._note_former_ends()

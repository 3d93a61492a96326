"""Since when a customer has been waiting is kept from this version on."""

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["discuss.channel"]._find_customers_waiting()

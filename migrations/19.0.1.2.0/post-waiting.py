"""Since when a customer has been waiting, and for how long they did, is kept from now on."""

from odoo import SUPERUSER_ID, api


def migrate(cr, _version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["discuss.channel"]._find_customers_waiting()
    env["livechat.customer.wait"]._find_former_waits()

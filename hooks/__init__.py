"""What happens once, when the addon is installed or uninstalled."""

from odoo.fields import Domain
from odoo.tools import SQL

from .chatbots import keep_chatbot_dialogs
from .customers import keep_given_addresses
from .names import merge_same_names
from .notes import keep_notes
from .outcomes import compute_outcomes, create_outcome_column, fix_member_types, restore_outcomes
from .statuses import start_statuses


def pre_init_hook(env):
    merge_same_names(env)
    create_outcome_column(env)
    keep_chatbot_dialogs(env)


def post_init_hook(env):
    """Give the conversations of an existing database what new ones get as they go on."""
    fix_member_types(env)
    compute_outcomes(env)
    start_statuses(env)
    env["discuss.channel"]._note_former_ends()
    env["discuss.channel"]._find_customers_waiting()
    env["livechat.customer.wait"]._find_former_waits()
    keep_given_addresses(env)
    keep_notes(env)


def uninstall_hook(env):
    restore_outcomes(env)
    forget_estimated_countries(env)
    delete_actions_of_rules(env)
    env["ir.config_parameter"].search([("key", "=like", "livechat_info_panel.%")]).unlink()


def delete_actions_of_rules(env):
    """Delete the copies that rules have of the addon's actions: they call what is gone."""
    actions = env["ir.actions.server"]
    owners = actions._fields.keys() & {"base_automation_id", "parent_id"}
    actions.search(
        Domain.OR(Domain(name, "!=", False) for name in owners)
        & Domain("model_id.model", "=", "discuss.channel")
        & Domain("code", "like", "records.action_livechat_")
    ).unlink()


def forget_estimated_countries(env):
    """Take back the countries that were guesses: nothing would tell them from known ones."""
    env.cr.execute(
        SQL("UPDATE discuss_channel SET country_id = NULL WHERE livechat_country_is_estimated")
    )
    env.invalidate_all()

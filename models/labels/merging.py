"""One tag, or expertise, of several."""


def move_references(merged, kept):
    """Have all that refers to some records refer to another one, as Odoo does for merged contacts.

    The fields of other addons are among it. Where both were referred to, nothing is changed: that
    goes with the merged ones, which the caller deletes.

    :param merged: records
    :param kept: one other of the same model
    """
    wizards = kept.env["base.partner.merge.automatic.wizard"]
    wizards._update_foreign_keys_generic(kept._name, merged, kept)
    wizards._update_reference_fields_generic(kept._name, merged, kept)
    kept.env.invalidate_all()

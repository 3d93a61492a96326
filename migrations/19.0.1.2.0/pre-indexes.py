"""Indexes that longer ones replace: those by which the newest conversations of one are found."""


def migrate(cr, _version):
    cr.execute(
        """
        DROP INDEX IF EXISTS discuss_channel__livechat_partner_id_index,
                             discuss_channel__livechat_visitor_email_index
        """
    )

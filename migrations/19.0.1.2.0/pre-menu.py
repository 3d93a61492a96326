"""The menu of *Waiting Times* stays what it is, for those who changed who has it or where it is."""


def migrate(cr, _version):
    cr.execute(
        """
        UPDATE ir_model_data
           SET name = 'livechat_waiting_report_menu'
         WHERE module = 'livechat_info_panel' AND name = 'livechat_status_period_menu'
           AND NOT EXISTS (
               SELECT FROM ir_model_data
                WHERE module = 'livechat_info_panel' AND name = 'livechat_waiting_report_menu'
           )
        """
    )

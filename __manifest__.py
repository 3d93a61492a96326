{
    "name": "Live Chat Information Panel",
    "version": "19.0.1.0.0",
    "category": "Website/Live Chat",
    "summary": "Who the customer is and what the team knows, beside every live chat",
    "author": "Live Chat Information Panel contributors",
    "license": "LGPL-3",
    "depends": ["im_livechat"],
    "data": [
        "security/ir.model.access.csv",
        "data/ir_actions_server.xml",
        "data/ir_cron.xml",
        "views/discuss_channel_views.xml",
        "views/im_livechat_channel_views.xml",
        "views/im_livechat_expertise_views.xml",
        "views/im_livechat_report_views.xml",
        "views/livechat_status_period_views.xml",
        "wizards/livechat_action_report_views.xml",
        "wizards/livechat_help_wizard_views.xml",
        "wizards/livechat_reassign_wizard_views.xml",
    ],
    "demo": [
        "demo/users.xml",
        "demo/chatbot.xml",
        "demo/conversations_closed.xml",
        "demo/conversations_open.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "livechat_info_panel/static/src/elapsed_time/**/*",
            "livechat_info_panel/static/src/help_notification/**/*",
            "livechat_info_panel/static/src/help_wizard/**/*",
            "livechat_info_panel/static/src/looking_for_help/**/*",
            "livechat_info_panel/static/src/panel/**/*",
            "livechat_info_panel/static/src/patches/**/*",
        ],
        "im_livechat.assets_embed_core": [
            "livechat_info_panel/static/src/embed/**/*",
        ],
        # Odoo takes its own web client's part out of this suite of the widget, too.
        "im_livechat.embed_assets_unit_tests_setup": [
            ("remove", "livechat_info_panel/static/src/elapsed_time/**/*"),
            ("remove", "livechat_info_panel/static/src/help_notification/**/*"),
            ("remove", "livechat_info_panel/static/src/help_wizard/**/*"),
            ("remove", "livechat_info_panel/static/src/looking_for_help/**/*"),
            ("remove", "livechat_info_panel/static/src/panel/**/*"),
            ("remove", "livechat_info_panel/static/src/patches/**/*"),
        ],
        "web.assets_unit_tests": [
            "livechat_info_panel/static/tests/**/*",
            ("remove", "livechat_info_panel/static/tests/tours/**/*"),
        ],
        "web.assets_tests": [
            "livechat_info_panel/static/tests/tours/**/*",
        ],
        "im_livechat.assets_livechat_support_tours": [
            "livechat_info_panel/static/tests/tours/support/**/*",
        ],
    },
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "installable": True,
}

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** The way to all conversations that look for help, where there are more than the list shows. */
export class LookingForHelpViewAll extends Component {
    static template = "livechat_info_panel.LookingForHelpViewAll";
    static props = {};

    setup() {
        this.action = useService("action");
        this.store = useService("mail.store");
    }

    get label() {
        return _t("View all (%(count)s)", { count: this.store.livechat_looking_for_help_count });
    }

    open() {
        this.action.doAction("im_livechat.discuss_channel_looking_for_help_action");
    }
}

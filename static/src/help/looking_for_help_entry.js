import { Due } from "@livechat_info_panel/core/due";
import { ElapsedTime } from "@livechat_info_panel/core/elapsed_time";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** What a list of conversations says of one that looks for help, below its name. */
export class LookingForHelpEntry extends Component {
    static template = "livechat_info_panel.LookingForHelpEntry";
    static components = { Due, ElapsedTime };
    static props = {
        thread: Object,
        id: { type: String, optional: true },
        isCompact: { type: Boolean, optional: true },
        /** Whether to offer to join. Not inside of another button. */
        canJoin: { type: Boolean, optional: true },
    };

    setup() {
        this.store = useService("mail.store");
    }

    get joinLabel() {
        return _t("Join the conversation with %(name)s", { name: this.props.thread.displayName });
    }
}

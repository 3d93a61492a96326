import { Notes } from "@livechat_info_panel/notes/notes";

import { Component, useEffect } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** The note of a conversation in Now, as the panel has it. */
export class NowNote extends Component {
    static template = "livechat_info_panel.NowNote";
    static components = { Dialog, Notes };
    static props = { close: Function, thread: Object };

    setup() {
        const sessionData = useService("livechat_info_panel.session_data");
        useEffect(
            () => sessionData.show(this.props.thread),
            () => []
        );
    }

    get title() {
        return _t("Note: %(customer)s", { customer: this.props.thread.displayName });
    }
}

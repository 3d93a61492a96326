import { HelpRequest } from "@livechat_info_panel/help/help_request";
import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { useComposerFocus } from "@livechat_info_panel/panel/composer_focus";

import { Component, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** The call for help in a conversation that the user is not in, and the way to answer it. */
export class HelpCall extends Component {
    static template = "livechat_info_panel.HelpCall";
    static components = { HelpRequest };
    static props = { thread: Object };

    setup() {
        this.focusComposer = useComposerFocus();
        this.ui = useService("ui");
        this.state = useState({ isJoining: false });
        const ref = useRef("root");
        useLivechatCommand(_t("Live chat: join"), () => this.join(), { ref });
    }

    async join() {
        this.state.isJoining = true;
        try {
            const isJoined = await this.props.thread.livechatJoinForHelp();
            if (isJoined && !this.ui.isSmall) {
                // The button, which had the focus, is gone, and the next thing is to write.
                this.focusComposer(this.props.thread);
            }
        } finally {
            this.state.isJoining = false;
        }
    }
}

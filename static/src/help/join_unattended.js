import { useComposerFocus } from "@livechat_info_panel/panel/composer_focus";

import { Component, useState } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

/** The way into a conversation that no agent is in, whether it looks for help or not. */
export class JoinUnattended extends Component {
    static template = "livechat_info_panel.JoinUnattended";
    static props = { thread: Object };

    setup() {
        this.orm = useService("orm");
        this.focusComposer = useComposerFocus();
        this.ui = useService("ui");
        this.state = useState({ isJoining: false });
    }

    /** A call for help has its own button, above. */
    get isDisplayed() {
        const { thread } = this.props;
        return (
            thread.livechatLacksAgent && !thread.self_member_id && !thread.livechatCanJoinForHelp
        );
    }

    async join() {
        const { thread } = this.props;
        this.state.isJoining = true;
        try {
            await this.orm.call("discuss.channel", "livechat_join", [[thread.id]]);
            if (!this.ui.isSmall) {
                this.focusComposer(thread); // the button goes
            }
        } finally {
            this.state.isJoining = false;
        }
    }
}

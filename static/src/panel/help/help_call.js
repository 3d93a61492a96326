import { HelpRequest } from "@livechat_info_panel/panel/help/help_request";

import { Component, useState } from "@odoo/owl";

/** The call for help in a conversation that the user is not in, and the way to answer it. */
export class HelpCall extends Component {
    static template = "livechat_info_panel.HelpCall";
    static components = { HelpRequest };
    static props = { thread: Object };

    setup() {
        this.state = useState({ isJoining: false });
    }

    async join() {
        this.state.isJoining = true;
        try {
            await this.props.thread.joinForHelp();
        } finally {
            this.state.isJoining = false;
        }
    }
}

import { HelpRequest } from "@livechat_info_panel/panel/help/help_request";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component, useState } from "@odoo/owl";

/** The call for help in a conversation that the user is not in, and the way to answer it. */
export class Help extends Component {
    static template = "livechat_info_panel.Help";
    static components = { HelpRequest, Section };
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

sectionRegistry.add(
    "help",
    { component: Help, isDisplayed: (thread) => thread.canJoinForHelp },
    { sequence: 5 }
);

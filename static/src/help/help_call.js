import { HelpRequest } from "@livechat_info_panel/help/help_request";
import { JoinButton } from "@livechat_info_panel/help/join_button";

import { ChatWindow } from "@mail/core/common/chat_window";

import { Component } from "@odoo/owl";

/** The call for help in a conversation that the user is not in, and the way to answer it. */
export class HelpCall extends Component {
    static template = "livechat_info_panel.HelpCall";
    static components = { HelpRequest, JoinButton };
    static props = { thread: Object };
}

Object.assign(ChatWindow.components, { HelpCall });

import { HelpCall } from "@livechat_info_panel/help/help_call";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

export class Help extends Component {
    static template = "livechat_info_panel.Help";
    static components = { HelpCall, Section };
    static props = { thread: Object };
}

sectionRegistry.add(
    "help",
    { component: Help, isDisplayed: (thread) => thread.livechatCanJoinForHelp, isFixed: true },
    { sequence: 5 }
);

import { TagField } from "@livechat_info_panel/labels/tag_field";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

/** What an agent has to know to answer this conversation. */
export class Expertise extends Component {
    static template = "livechat_info_panel.Expertise";
    static components = { Section, TagField };
    static props = { thread: Object };
}

sectionRegistry.add(
    "expertise",
    { component: Expertise, isDisplayed: () => true },
    { sequence: 60 }
);

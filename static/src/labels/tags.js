import { TagField } from "@livechat_info_panel/labels/tag_field";
import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/** What a conversation is about. */
export class Tags extends Component {
    static template = "livechat_info_panel.Tags";
    static components = { Section, TagField };
    static props = { thread: Object };

    setup() {
        useLivechatCommand(_t("Live chat: add a tag"), () => this.env.livechatSectionPlace.goTo());
    }
}

sectionRegistry.add("tags", { component: Tags, isDisplayed: () => true }, { sequence: 40 });

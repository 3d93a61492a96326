import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";
import { TagField } from "@livechat_info_panel/labels/tag_field";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** What a conversation is about. */
export class Tags extends Component {
    static template = "livechat_info_panel.Tags";
    static components = { Section, TagField };
    static props = { thread: Object };

    setup() {
        this.orm = useService("orm");
        useLivechatCommand(_t("Live chat: add a tag"), () => this.env.livechatSectionPlace.goTo());
    }

    get tags() {
        return this.props.thread.livechat_conversation_tag_ids.map((tag) => ({
            id: tag.id,
            text: tag.name,
            colorIndex: tag.color ?? 0,
        }));
    }

    async add(name) {
        await this.orm.call("discuss.channel", "livechat_add_tag", [[this.props.thread.id], name]);
    }

    async remove(tagId) {
        await this.orm.call("discuss.channel", "livechat_remove_tag", [
            [this.props.thread.id],
            tagId,
        ]);
    }
}

sectionRegistry.add("tags", { component: Tags, isDisplayed: () => true }, { sequence: 40 });

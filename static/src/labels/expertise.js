import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";
import { TagField } from "@livechat_info_panel/labels/tag_field";

import { Component } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

/** What an agent has to know to answer this conversation. */
export class Expertise extends Component {
    static template = "livechat_info_panel.Expertise";
    static components = { Section, TagField };
    static props = { thread: Object };

    setup() {
        this.orm = useService("orm");
        this.store = useService("mail.store");
    }

    get tags() {
        return this.props.thread.livechat_expertise_ids.map((expertise) => ({
            id: expertise.id,
            text: expertise.name,
            colorIndex: 0,
        }));
    }

    get canCreate() {
        return Boolean(this.store.self_partner?.main_user_id?.is_livechat_manager);
    }

    async add(name) {
        await this.orm.call("discuss.channel", "livechat_add_expertise", [
            [this.props.thread.id],
            name,
        ]);
    }

    async remove(expertiseId) {
        await this.orm.call("discuss.channel", "livechat_remove_expertise", [
            [this.props.thread.id],
            expertiseId,
        ]);
    }
}

sectionRegistry.add(
    "expertise",
    { component: Expertise, isDisplayed: () => true },
    { sequence: 60 }
);

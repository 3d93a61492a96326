import { isolate } from "@livechat_info_panel/core/common/isolate";
import { TagInput } from "@livechat_info_panel/labels/tag_input";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useTagNavigation } from "@web/core/record_selectors/tag_navigation_hook";
import { TagsList } from "@web/core/tags_list/tags_list";
import { useService } from "@web/core/utils/hooks";

/** Names that a conversation has several of: picked from a list, or typed. */
export class TagField extends Component {
    static template = "livechat_info_panel.TagField";
    static components = { TagInput, TagsList };
    static props = {
        /** the model of the names, which has `livechat_search_names` */
        model: String,
        tags: {
            type: Array,
            element: { type: Object, shape: { id: Number, text: String, colorIndex: Number } },
        },
        label: String,
        placeholder: String,
        canCreate: { type: Boolean, optional: true },
        /** said of a name that there is not, where it cannot be created */
        unknownText: { type: String, optional: true },
        /** async (name) => … */
        add: Function,
        /** async (id) => … */
        remove: Function,
        class: { type: String, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        useTagNavigation("root", {
            delete: (index) => this.props.remove(this.props.tags[index].id),
        });
    }

    get tags() {
        return this.props.tags.map((tag) => ({
            ...tag,
            onDelete: () => this.props.remove(tag.id),
        }));
    }

    async loadOptions(text) {
        let found;
        try {
            found = await this.orm.silent.call(this.props.model, "livechat_search_names", [text]);
        } catch (error) {
            // Odoo's field forgets why there are no suggestions, and fails without a reason.
            Promise.reject(error);
            return [];
        }
        const { names, more_count } = found;
        // First what Enter takes, which Odoo highlights.
        const typed = names.find((name) => this.isSame(name, text));
        const sorted = typed ? [typed, ...names.filter((name) => name !== typed)] : names;
        const options = sorted.map((name) => ({
            name,
            label: name,
            cssClass: this.isChosen(name) ? "o-livechatInfoPanel-chosenTag" : "",
        }));
        if (text && this.props.canCreate && !typed) {
            options.unshift({ name: text, label: _t('Create "%s"', isolate(text)) });
        }
        if (more_count) {
            options.push({
                label: _t("%s more: type to find them", more_count),
                cssClass: "text-muted small",
            });
        }
        const noneText = (text && this.props.unknownText) || _t("No records");
        return options.length ? options : [{ label: noneText }];
    }

    isSame(name, otherName) {
        return name.toLowerCase() === otherName.trim().replace(/\s+/g, " ").toLowerCase();
    }

    isChosen(name) {
        return this.props.tags.some((tag) => this.isSame(tag.text, name));
    }

    async add(name) {
        if (!this.isChosen(name)) {
            await this.props.add(name);
        }
    }
}

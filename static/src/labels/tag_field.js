import { TagAutoComplete } from "@livechat_info_panel/labels/tag_autocomplete";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useTagNavigation } from "@web/core/record_selectors/tag_navigation_hook";
import { TagsList } from "@web/core/tags_list/tags_list";
import { useService } from "@web/core/utils/hooks";

/** Names that a conversation has several of: picked from a list, or typed. */
export class TagField extends Component {
    static template = "livechat_info_panel.TagField";
    static components = { TagAutoComplete, TagsList };
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

    get sources() {
        return [{ options: (text) => this.loadOptions(text), placeholder: _t("Loading...") }];
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
        const options = names.map((name) => ({
            label: name,
            cssClass: this.isChosen(name) ? "o-livechatInfoPanel-chosenTag" : "",
            onSelect: () => this.add(name),
        }));
        if (text && this.props.canCreate && !names.some((name) => this.isSame(name, text))) {
            options.push({
                label: _t('Create "%s"', text),
                onSelect: () => this.add(text),
            });
        }
        if (more_count) {
            options.push({
                label: _t("%s more: type to find them", more_count),
                cssClass: "text-muted small",
            });
        }
        return options.length ? options : [{ label: _t("No records") }];
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

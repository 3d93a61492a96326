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
        thread: Object,
        /** the names that it has */
        records: Array,
        /** the model of the names, which has `livechat_search_names` */
        model: String,
        /** methods of the conversation, by which a name is added, and by its id removed */
        addMethod: String,
        removeMethod: String,
        label: String,
        placeholder: String,
        canCreate: { type: Boolean, optional: true },
        /** said of a name that there is not, where it cannot be created */
        unknownText: { type: String, optional: true },
        class: String,
    };

    setup() {
        this.orm = useService("orm");
        useTagNavigation("root", { delete: (index) => this.remove(this.props.records[index].id) });
    }

    get tags() {
        return this.props.records.map(({ id, name, color }) => ({
            id,
            text: name,
            colorIndex: color ?? 0,
            onDelete: () => this.remove(id),
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
        return this.props.records.some((record) => this.isSame(record.name, name));
    }

    async add(name) {
        if (!this.isChosen(name)) {
            await this.call(this.props.addMethod, name);
        }
    }

    remove(id) {
        return this.call(this.props.removeMethod, id);
    }

    call(method, argument) {
        return this.orm.call("discuss.channel", method, [[this.props.thread.id], argument]);
    }
}

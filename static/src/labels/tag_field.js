import { Component, useEffect, useState } from "@odoo/owl";

import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { useTagNavigation } from "@web/core/record_selectors/tag_navigation_hook";
import { TagsList } from "@web/core/tags_list/tags_list";
import { useChildRef, useService } from "@web/core/utils/hooks";

/**
 * Names that a conversation has several of: picked from a list, or typed.
 *
 * Where a name can be created, Enter takes what was typed, without waiting for suggestions. It
 * takes one of these if the user walked there by arrow.
 */
export class TagField extends Component {
    static template = "livechat_info_panel.TagField";
    static components = { AutoComplete, TagsList };
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
        this.input = useChildRef();
        // Each text that Enter takes leaves a new field: without suggestions that are on their way.
        this.state = useState({ takenCount: 0, text: "" });
        this.hasWalked = false;
        useEffect(
            (el, takenCount) => {
                el.setAttribute("aria-label", this.props.label);
                if (takenCount) {
                    el.focus();
                }
            },
            () => [this.input.el, this.state.takenCount]
        );
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
        // First what Enter takes, which Odoo highlights.
        const typed = names.find((name) => this.isSame(name, text));
        const sorted = typed ? [typed, ...names.filter((name) => name !== typed)] : names;
        const options = sorted.map((name) => ({
            label: name,
            cssClass: this.isChosen(name) ? "o-livechatInfoPanel-chosenTag" : "",
            onSelect: () => this.add(name),
        }));
        if (text && this.props.canCreate && !typed) {
            options.unshift({
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
        this.state.text = "";
        if (!this.isChosen(name)) {
            await this.props.add(name);
        }
    }

    onInput() {
        this.hasWalked = false;
    }

    /** Called before the field of Odoo is. */
    onKeydown(ev) {
        const hotkey = getActiveHotkey(ev);
        this.hasWalked ||= ["arrowup", "arrowdown"].includes(hotkey);
        const hasWalkedToOption = this.hasWalked && ev.target.hasAttribute("aria-activedescendant");
        if (hotkey === "enter" && this.props.canCreate && !hasWalkedToOption) {
            ev.preventDefault();
            ev.stopPropagation();
            this.take(ev.target.value.trim());
        }
    }

    /** What could not be taken, as without a connection, stays to be tried again. */
    async take(name) {
        if (!name) {
            return;
        }
        this.input.el.value = "";
        this.state.takenCount++;
        try {
            await this.add(name);
        } catch (error) {
            if (!this.input.el?.value) {
                this.state.text = name;
            }
            throw error;
        }
    }
}

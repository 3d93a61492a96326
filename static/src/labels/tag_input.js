import { Component, useEffect, useState } from "@odoo/owl";

import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { useChildRef } from "@web/core/utils/hooks";

/**
 * A text field that suggests names.
 *
 * Where a name can be created, Enter takes what was typed, without waiting for suggestions. It
 * takes one of these if the user walked there by arrow.
 */
export class TagInput extends Component {
    static template = "livechat_info_panel.TagInput";
    static components = { AutoComplete };
    static props = {
        label: String,
        placeholder: String,
        /** async (text) => options of Odoo's field, with the `name` that each stands for, if any */
        loadOptions: Function,
        canCreate: { type: Boolean, optional: true },
        /** async (name) => … */
        add: Function,
    };

    setup() {
        this.input = useChildRef();
        // Each text that Enter takes leaves a new field: without suggestions that are on their way.
        this.state = useState({ takenCount: 0, text: "" });
        this.hasWalked = false;
        this.typed = "";
        useEffect(
            (el, takenCount) => {
                el.setAttribute("aria-label", this.props.label);
                el.setAttribute("dir", "auto");
                if (takenCount) {
                    this.goOnTyping(el);
                }
            },
            () => [this.input.el, this.state.takenCount]
        );
    }

    get sources() {
        return [
            {
                options: async (text) => {
                    const options = await this.props.loadOptions(text);
                    return options.map(({ name, ...option }) => ({
                        ...option,
                        onSelect: name && (() => this.add(name)),
                    }));
                },
                optionSlot: "name",
                placeholder: _t("Loading..."),
            },
        ];
    }

    onInput(ev) {
        this.hasWalked = false;
        this.typed = ev.target.value;
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

    async add(name) {
        this.state.text = "";
        this.hasWalked = false;
        await this.props.add(name);
    }

    /** What could not be taken, as without a connection, stays to be tried again. */
    async take(name) {
        if (!name) {
            return;
        }
        this.input.el.value = "";
        this.typed = "";
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

    /** Who types fast has begun the next name before there was a new field. */
    goOnTyping(el) {
        el.focus();
        if (this.typed) {
            el.value = this.typed;
            el.dispatchEvent(new Event("input", { bubbles: true }));
        }
    }
}

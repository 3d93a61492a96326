import { catchFocus } from "@livechat_info_panel/core/common/catch_focus";
import { useKept } from "@livechat_info_panel/core/kept_form";

import { Component, reactive, status, toRaw, useEffect, useState } from "@odoo/owl";

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
        thread: Object,
        /** the model of the names */
        model: String,
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
        this.kept = useKept(this.props.thread, this.props.model, () => ({
            /** What is typed. */
            text: "",
            /** Names that could not be added while another one was typed, or the field had gone. */
            unsaved: [],
        }));
        this.state = useState({
            /** What the field has as it comes. */
            initialText: this.kept.text,
            /** Each text that Enter takes leaves a new field: without suggestions on their way. */
            fieldCount: 0,
        });
        this.hasWalked = false;
        let shownCount = 0;
        useEffect(
            (el, fieldCount) => {
                el.setAttribute("aria-label", this.props.label);
                el.setAttribute("dir", "auto");
                if (fieldCount !== shownCount) {
                    shownCount = fieldCount;
                    this.goOnTyping(el);
                }
            },
            () => [this.input.el, this.state.fieldCount]
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
        this.kept.text = ev.target.value;
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

    /** What could not be added, as without a connection, stays to be tried again. */
    async add(name) {
        this.state.initialText = "";
        this.kept.text = "";
        this.hasWalked = false;
        try {
            await this.props.add(name);
        } catch (error) {
            const kept = reactive(toRaw(this.kept)); // which is told of nothing
            if (kept.text.trim() || status(this) === "destroyed") {
                kept.unsaved = [...new Set(kept.unsaved).add(name)];
            } else {
                this.renew(name);
            }
            throw error;
        }
    }

    async take(name) {
        if (name) {
            this.renew("");
            await this.add(name);
        }
    }

    /** Have what could not be added in the field again, instead of what is typed there. */
    takeUp(name) {
        const { text, unsaved } = this.kept;
        const others = unsaved.filter((other) => other !== name);
        this.kept.unsaved = text.trim() ? [...others, text.trim()] : others;
        this.renew(name);
    }

    renew(text) {
        if (this.input.el) {
            this.input.el.value = text; // until there is a new one
        }
        this.kept.text = text;
        this.state.initialText = text;
        this.state.fieldCount++;
    }

    /** Who types fast has begun the next name before there was a new field. */
    goOnTyping(el) {
        catchFocus(el);
        if (el.value !== this.kept.text) {
            el.value = this.kept.text;
            el.dispatchEvent(new Event("input", { bubbles: true }));
        }
    }
}

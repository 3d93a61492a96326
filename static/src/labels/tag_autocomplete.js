import { onMounted, status } from "@odoo/owl";

import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";

/**
 * A text field that suggests, and in which Enter takes what was typed.
 *
 * Odoo's own highlights the first suggestion, and Enter takes that one, or whichever a slow
 * server brings next. Here a suggestion is taken when it was clicked, or walked to by arrow.
 */
export class TagAutoComplete extends AutoComplete {
    static props = {
        ...AutoComplete.props,
        label: String,
        onEnter: Function,
    };

    setup() {
        super.setup();
        onMounted(() => this.inputRef.el.setAttribute("aria-label", this.props.label));
    }

    navigate(direction) {
        if (direction) {
            super.navigate(direction);
        } else {
            this.state.activeSourceOption = null;
            this.state.navigationRev = 0;
        }
    }

    onInput() {
        this.state.navigationRev = 0;
        return super.onInput();
    }

    async onInputKeydown(ev) {
        const hasWalkedToOption = this.state.navigationRev && this.state.activeSourceOption;
        if (getActiveHotkey(ev) !== "enter" || hasWalkedToOption) {
            return super.onInputKeydown(ev);
        }
        ev.preventDefault();
        ev.stopPropagation();
        const name = this.inputRef.el.value.trim();
        if (name) {
            this.debouncedProcessInput.cancel();
            this.pendingPromise = this.loadingPromise = null;
            this.inEdition = false;
            this.state.value = "";
            this.inputRef.el.value = ""; // also where what was typed has not been rendered yet
            this.close();
            await this.take(name);
        }
    }

    /** What could not be taken, as without a connection, stays to be tried again. */
    async take(name) {
        try {
            await this.props.onEnter(name);
        } catch (error) {
            if (status(this) === "mounted" && !this.inputRef.el.value) {
                this.state.value = name;
                this.inputRef.el.value = name;
            }
            throw error;
        }
    }
}

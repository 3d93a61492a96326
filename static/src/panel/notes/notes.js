import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { convertBrToLineBreak, prettifyMessageContent } from "@mail/utils/common/format";

import { Component, markup, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

import { useAutoresize } from "@web/core/utils/autoresize";
import { useService } from "@web/core/utils/hooks";

/**
 * What the agents note on a conversation for each other.
 *
 * The note that somebody else saves meanwhile never replaces what is being typed: the agent is
 * shown both and chooses.
 */
export class Notes extends Component {
    static template = "livechat_info_panel.Notes";
    static components = { Section };
    static props = { thread: Object };

    setup() {
        // Not by useService, which drops the calls of a component that is gone: what was typed is
        // saved also when the panel closes, or turns to another conversation.
        this.orm = this.env.services.orm;
        this.isSaving = false;
        this.mustSaveAgain = false;
        /** Notes received while one was being saved. */
        this.notesMeanwhile = [];
        /** Notes saved here which the bus is still to bring, maybe after the next was saved. */
        this.echoes = new Set();
        this.store = useService("mail.store");
        this.state = useState({
            /** @type {string} what stands in the text area */
            text: "",
            /** @type {string} the note (HTML) on which the text is based */
            base: "",
            /** @type {string|null} the note (HTML) that somebody else saved meanwhile */
            other: null,
            /** @type {""|"saving"|"saved"|"failed"} */
            status: "",
            error: "",
        });
        useAutoresize(useRef("textarea"), { minimumHeight: 76 });
        useEffect(
            (note) => this.onNoteReceived(note),
            () => [this.props.thread.livechat_note?.toString() ?? ""]
        );
        onWillUnmount(() => this.save());
    }

    get isChanged() {
        return this.state.text !== this.toText(this.state.base);
    }

    get isReadonly() {
        return !this.store.has_access_livechat;
    }

    /** @param {string} note HTML, sanitized by the server */
    toText(note) {
        return convertBrToLineBreak(markup(note));
    }

    /** @param {string} note the note (HTML) that the conversation holds now */
    onNoteReceived(note) {
        if (this.echoes.delete(note)) {
            return;
        }
        if (this.isSaving) {
            this.notesMeanwhile.push(note);
            return;
        }
        if (note === this.state.base) {
            return;
        }
        if (this.isChanged) {
            this.state.other = note;
        } else {
            this.reset(note);
        }
    }

    reset(note) {
        Object.assign(this.state, { base: note, text: this.toText(note), other: null, status: "" });
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.state.status = "";
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.save();
        }
    }

    async save() {
        this.mustSaveAgain = this.isSaving;
        if (!this.isChanged || this.isSaving || this.state.other !== null) {
            return;
        }
        const { text, base } = this.state;
        this.isSaving = true;
        this.state.status = "saving";
        try {
            const note = text.trim() ? await prettifyMessageContent(text) : "";
            const result = await this.orm.silent.call("discuss.channel", "livechat_set_note", [
                [this.props.thread.id],
                note.toString(),
                base,
            ]);
            this.onSaved(text, result);
        } catch (error) {
            this.state.status = "failed";
            this.state.error = error.data?.message ?? "";
        }
        this.isSaving = false;
        this.notesMeanwhile.splice(0).forEach((note) => this.onNoteReceived(note));
        if (this.mustSaveAgain) {
            this.save();
        }
    }

    onSaved(text, { is_saved, note }) {
        if (!is_saved) {
            this.state.status = "";
            this.state.other = note;
            return;
        }
        if (note !== this.state.base && !this.notesMeanwhile.includes(note)) {
            this.echoes.add(note);
        }
        if (this.state.text === text) {
            this.reset(note);
            this.state.status = "saved";
        } else {
            Object.assign(this.state, { base: note, status: "" });
        }
    }

    get otherText() {
        return this.toText(this.state.other);
    }

    onClickKeepBoth() {
        this.state.text = `${this.otherText}\n${this.state.text}`;
        this.onClickKeepMine();
    }

    onClickKeepMine() {
        this.state.base = this.state.other;
        this.state.other = null;
        this.save();
    }

    onClickKeepOther() {
        this.reset(this.state.other);
    }
}

sectionRegistry.add("notes", { component: Notes, isDisplayed: () => true }, { sequence: 30 });

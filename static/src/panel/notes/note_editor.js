import { convertBrToLineBreak, prettifyMessageContent } from "@mail/utils/common/format";

import { markup } from "@odoo/owl";

import { htmlReplace } from "@web/core/utils/html";

const END_OF_BLOCK = /<\/(p|div|li)>(?=\s*<)/gi;

/**
 * The note of one conversation as this agent edits it.
 *
 * It stays with the conversation, so that what was typed and could not be saved is still there
 * when the agent comes back.
 */
export class NoteEditor {
    /** @type {string} what the agent sees and types */
    text = "";
    /** @type {string} the note (HTML) on which the text is based */
    base = "";
    /** @type {string|null} the note (HTML) that somebody else saved meanwhile */
    other = null;
    /** @type {""|"saving"|"saved"|"failed"} */
    status = "";
    error = "";
    isSaving = false;
    mustSaveAgain = false;
    /** Notes received while one was being saved. */
    notesMeanwhile = [];
    /** Notes saved here which the bus is still to bring, maybe after the next was saved. */
    echoes = new Set();

    /**
     * @param {(note: string, base: string) => Promise<{is_saved: boolean, note: string}>} send
     */
    constructor(send) {
        this.send = send;
    }

    get isChanged() {
        return this.text !== this.toText(this.base);
    }

    get otherText() {
        return this.toText(this.other);
    }

    /** @param {string} note HTML, sanitized by the server */
    toText(note) {
        return convertBrToLineBreak(htmlReplace(markup(note), END_OF_BLOCK, () => markup("<br>")));
    }

    /** @param {string} note the note (HTML) that the conversation holds now */
    receive(note) {
        if (this.echoes.delete(note)) {
            return;
        }
        if (this.isSaving) {
            this.notesMeanwhile.push(note);
        } else if (note !== this.base) {
            if (this.isChanged) {
                this.other = note;
            } else {
                this.reset(note);
            }
        }
    }

    reset(note) {
        Object.assign(this, { base: note, text: this.toText(note), other: null, status: "" });
    }

    type(text) {
        this.text = text;
        this.status = "";
    }

    async save() {
        this.mustSaveAgain = this.isSaving;
        if (!this.isChanged || this.isSaving || this.other !== null) {
            return;
        }
        const { text, base } = this;
        this.isSaving = true;
        this.status = "saving";
        try {
            const note = text.trim() ? await prettifyMessageContent(text) : "";
            this.onSaved(text, await this.send(note.toString(), base));
        } catch (error) {
            this.status = "failed";
            this.error = error.data?.message ?? "";
        }
        this.isSaving = false;
        this.notesMeanwhile.splice(0).forEach((note) => this.receive(note));
        if (this.mustSaveAgain) {
            this.save();
        }
    }

    onSaved(text, { is_saved, note }) {
        if (!is_saved) {
            this.status = "";
            this.other = note;
            return;
        }
        if (note !== this.base && !this.notesMeanwhile.includes(note)) {
            this.echoes.add(note);
        }
        if (this.text === text) {
            this.reset(note);
            this.status = "saved";
        } else {
            Object.assign(this, { base: note, status: "" });
        }
    }

    keepBoth() {
        this.text = `${this.otherText}\n${this.text}`;
        this.keepMine();
    }

    keepMine() {
        this.base = this.other;
        this.other = null;
        this.save();
    }

    keepOther() {
        this.reset(this.other);
    }
}

import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

/** How long after the last key a text is saved, and how long it may take while one types on. */
export const SAVE_DELAY = 1500;
export const MAX_SAVE_DELAY = 10_000;
/** When a save that failed is tried again, in milliseconds. */
export const RETRY_DELAY = 30_000;

/** White space alone is no note. */
const toNote = (text) => (text.trim() ? text : "");

/**
 * The note of one conversation as this agent edits it, until all of it is saved: with a panel or
 * without one.
 *
 * @typedef {{id: number, text: string, author: string|false, date: string|false}} NoteState as
 *     `discuss.channel.livechat_save_note` returns it; the id is that of the version
 */
export class NoteEditor {
    /** What the agent sees and types. */
    text = "";
    /** @type {{id: number, text: string}|null} the version on which the text is based */
    base = null;
    /** @type {NoteState|null} the last that is known of the note */
    latest = null;
    /** @type {NoteState & {conflicts: {theirs: string, mine: string}[]}|null} */
    conflict = null;
    /** @type {""|"changed"|"saving"|"saved"|"offline"|"failed"} */
    status = "";
    error = "";
    isComposing = false; // a character, during which nothing may touch the text
    saving = null; // the promise of it
    /** @type {Array|undefined} the choice with which to save again as soon as that is done */
    next = undefined;
    changedAt = 0;

    /**
     * @param {Object} options
     * @param {(text: string, baseId: number, ...choice: any[]) => Promise} options.save
     * @param {{keep: Function, forget: Function, take: Function}} options.draft keeps what is not saved
     * @param {() => void} options.onStuck called where nothing is saved until the agent does something
     */
    constructor({ save, draft, onStuck }) {
        Object.assign(this, { sendNote: save, draft, onStuck });
        this.resume();
    }

    /** Go on with what was left unsaved. */
    resume() {
        const { text, base } = (!this.isChanged && !this.isComposing && this.draft.take()) || {};
        if (base) {
            Object.assign(this, { text, base, status: "changed" });
        }
    }

    get isChanged() {
        return Boolean(this.base) && toNote(this.text) !== this.base.text;
    }

    /** @param {NoteState} state the note as the server has it, or had it a moment ago */
    receive(state) {
        if (this.latest && state.id < this.latest.id) {
            return;
        }
        this.latest = state;
        this.catchUp();
    }

    /** Show what others saved, where nothing was typed. */
    catchUp() {
        if (this.latest && !this.saving && !this.isChanged && !this.isComposing) {
            this.follow(this.latest);
        }
    }

    /** Show the note as it is; nothing of what was typed is missing there. */
    follow({ id, text }) {
        this.text = toNote(this.text) === text ? this.text : text;
        this.base = { id, text };
        this.draft.forget();
    }

    type(text) {
        this.text = text;
        this.afterChange();
    }

    afterChange() {
        this.status = this.isChanged ? "changed" : "";
        if (this.isChanged) {
            this.draft.keep(this);
            this.changedAt ||= Date.now();
            const rest = Math.max(this.changedAt + MAX_SAVE_DELAY - Date.now(), 0);
            this.schedule(Math.min(SAVE_DELAY, rest));
        } else {
            this.conflict = null;
            this.draft.forget();
        }
    }

    endComposition() {
        this.isComposing = false;
        this.afterChange();
        this.catchUp();
    }

    schedule(delay) {
        browser.clearTimeout(this.timeout);
        this.timeout = browser.setTimeout(() => this.save(), delay);
    }

    /** @param {"mine"|"theirs"|"both"} resolution what to take where both changed the same */
    async choose(resolution) {
        if (this.conflict) {
            await this.save([resolution, this.conflict.id]);
        }
    }

    /** @param {Array} [choice] what was chosen, and the version that was shown then */
    async save(choice = []) {
        browser.clearTimeout(this.timeout);
        if (this.saving) {
            this.next = choice.length ? choice : (this.next ?? choice);
            return this.saving;
        }
        if (this.isChanged && !this.isComposing) {
            this.saving = this.send(this.text, choice);
            await this.saving;
        }
    }

    async send(text, choice) {
        Object.assign(this, { status: "saving", changedAt: 0, next: undefined });
        try {
            this.onAnswer(text, await this.sendNote(text, this.base.id, ...choice));
        } catch (error) {
            this.onError(error);
        }
        this.saving = null;
        this.catchUp();
        if (this.next && (this.next.length || !this.conflict)) {
            await this.save(this.next);
        }
    }

    onAnswer(text, result) {
        if (!this.latest || result.id >= this.latest.id) {
            this.latest = result;
        }
        if (!result.is_saved) {
            Object.assign(this, { conflict: result, status: "changed" });
            this.onStuck();
        } else if (this.text === text && !this.isComposing) {
            Object.assign(this, { conflict: null, status: "saved" });
            this.follow(result);
        } else {
            // What is typed further is based on what was sent.
            this.base = { id: result.typed_version_id, text: toNote(text) };
            this.conflict = null;
            this.afterChange();
        }
    }

    onError(error) {
        const isRefused = error.exceptionName?.startsWith("odoo.exceptions.");
        this.status = error instanceof ConnectionLostError ? "offline" : "failed";
        this.error = (isRefused && error.data?.message) || "";
        if (isRefused) {
            this.onStuck();
        } else {
            this.schedule(RETRY_DELAY);
        }
    }
}

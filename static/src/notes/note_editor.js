import { NoteText, toNote } from "@livechat_info_panel/notes/note_text";
import { getRetryDelay } from "@livechat_info_panel/notes/retry_delay";

import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";

/** How long after the last key a text is saved, and how long it may take while one types on. */
export const SAVE_DELAY = 1500;
export const MAX_SAVE_DELAY = 10_000;

/**
 * The note of one conversation as this agent edits it, until all of it is saved: with a panel or
 * without one.
 */
export class NoteEditor extends NoteText {
    /** @type {NoteState & {conflicts: {theirs: string, mine: string}[]}|null} */
    conflict = null;
    /** @type {""|"changed"|"saving"|"saved"|"offline"|"failed"} */
    status = "";
    error = "";
    /** @type {{text: string, error: string}|undefined} what is not sent again, until it is forgotten */
    refused = undefined;
    saving = null; // the promise of it
    /** @type {Array|undefined} the choice with which to save again as soon as that is done */
    next = undefined;
    changedAt = 0;
    retryDelay = undefined; // of the last failure, if nothing was saved since

    /**
     * @param {Object} options
     * @param {(text: string, baseId: number, ...choice: any[]) => Promise} options.save
     * @param {{keep: Function, forget: Function, take: Function}} options.draft keeps what is not saved
     * @param {() => void} options.onStuck called where nothing is saved until the agent does something
     */
    constructor({ save, draft, onStuck }) {
        super(draft);
        Object.assign(this, { sendNote: save, onStuck });
    }

    /** Go on with what was left unsaved. */
    resume() {
        const { text, base, error } = (this.isFree && this.draft.take()) || {};
        if (base) {
            Object.assign(this, { text, base, refused: error ? { text, error } : undefined });
            this.afterChange();
        }
    }

    get isFree() {
        return super.isFree && !this.saving;
    }

    get isRefused() {
        return this.isChanged && this.refused?.text === this.text;
    }

    afterChange() {
        const { error, status } = this.isRefused
            ? { ...this.refused, status: "failed" }
            : { error: "", status: "changed" };
        Object.assign(this, { error, status: this.isChanged ? status : "" });
        if (this.isChanged) {
            this.draft.keep(this);
            this.changedAt ||= Date.now();
            const rest = Math.max(this.changedAt + MAX_SAVE_DELAY - Date.now(), 0);
            this.schedule(Math.min(SAVE_DELAY, rest));
        } else {
            browser.clearTimeout(this.timeout);
            Object.assign(this, { changedAt: 0, conflict: null });
            this.draft.forget();
            this.catchUp(); // with what others saved while something was typed
        }
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
        if (this.isChanged && !this.isComposing && (choice.length || !this.isRefused)) {
            this.saving = this.send(this.text, choice);
            await this.saving;
        }
    }

    async send(text, choice) {
        Object.assign(this, { status: "saving", changedAt: 0, next: undefined });
        try {
            this.onAnswer(text, await this.sendNote(text, this.base.id, ...choice));
        } catch (error) {
            this.onError(text, error);
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
        Object.assign(this, { error: "", refused: undefined, retryDelay: undefined });
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

    onError(text, error) {
        if (error.exceptionName?.startsWith("odoo.exceptions.")) {
            this.refused = { text, error: error.data?.message || "" };
            this.afterChange();
            if (this.isRefused) {
                this.onStuck();
            }
            return;
        }
        const status = error instanceof ConnectionLostError ? "offline" : "failed";
        const retryDelay = getRetryDelay(error, this.retryDelay);
        Object.assign(this, { error: "", retryDelay, status });
        if (retryDelay) {
            this.schedule(retryDelay);
        }
    }
}

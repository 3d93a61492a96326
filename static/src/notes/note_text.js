/** White space alone is no note. */
export const toNote = (text) => (text.trim() ? text : "");

/**
 * The text of a note as this agent sees and types it, beside what is known of the note.
 *
 * @typedef {{id: number, text: string, author: string|false, date: string|false}} NoteState as
 *     `discuss.channel.livechat_save_note` returns it; the id is that of the version
 */
export class NoteText {
    /** What the agent sees and types. */
    text = "";
    /** @type {{id: number, text: string}|null} the version on which the text is based */
    base = null;
    /** @type {NoteState|null} the last that is known of the note */
    latest = null;
    isComposing = false; // a character, during which nothing may touch the text

    /** @param {{keep: Function, forget: Function, take: Function}} draft keeps what is not saved */
    constructor(draft) {
        this.draft = draft;
    }

    get isChanged() {
        return Boolean(this.base) && toNote(this.text) !== this.base.text;
    }

    /** Whether others' changes may be shown. */
    get isFree() {
        return !this.isChanged && !this.isComposing;
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
        if (this.latest && this.isFree) {
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

    endComposition() {
        this.isComposing = false;
        this.afterChange();
    }
}

import { callAtLast } from "@livechat_info_panel/core/call_at_last";
import { CONNECT_EVENTS } from "@livechat_info_panel/core/ask_until_answered";
import { NoteDrafts } from "@livechat_info_panel/notes/note_drafts";
import { NoteEditor } from "@livechat_info_panel/notes/note_editor";
import { NoteNotifications } from "@livechat_info_panel/notes/note_notifications";
import { OthersEditing } from "@livechat_info_panel/notes/others_editing";

import { reactive } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

/** Keeps the notes that this agent edits, also while no panel shows them, until they are saved. */
export class NoteService {
    /** @type {Map<number, NoteEditor>} by the id of the conversation */
    editors = new Map();
    goCount = 0;

    constructor(services) {
        this.orm = services.orm;
        this.notifications = new NoteNotifications(services);
        this.drafts = new NoteDrafts(`${session.db}/${user.userId}`);
        this.others = new OthersEditing(
            services.bus_service,
            (...args) => this.call(...args),
            this.getKey
        );
        this.onOnline();
    }

    /** What is typed until the agent leaves a note makes one version of it. */
    getKey = () => `${this.drafts.page}.${this.goCount}`;

    /**
     * @param {number} channelId
     * @returns {NoteEditor}
     */
    getEditor(channelId) {
        if (!this.editors.has(channelId)) {
            const editor = new NoteEditor({
                save: (...args) => this.save(channelId, ...args),
                draft: {
                    take: () => this.drafts.take(channelId),
                    keep: (draft) => this.drafts.keep(channelId, draft),
                    forget: () => this.drafts.forget(channelId),
                },
                onStuck: () => this.notifications.tellOfUnsaved(channelId),
            });
            this.editors.set(channelId, reactive(editor));
            // What it does later must be seen by who shows it.
            this.editors.get(channelId).resume();
        }
        return this.editors.get(channelId);
    }

    async call(channelId, method, ...args) {
        return this.orm.silent.call("discuss.channel", method, [[channelId], ...args]);
    }

    async save(channelId, text, baseId, ...choice) {
        const args = [text, baseId, this.getKey(), ...choice];
        const result = await this.call(channelId, "livechat_save_note", ...args);
        if (result.is_saved) {
            this.others.forget(channelId);
        }
        return result;
    }

    /** The agent types no further for now. */
    async leave(channelId) {
        const saved = this.getEditor(channelId).save();
        this.goCount++;
        await saved;
        this.others.leave(channelId);
    }

    get changed() {
        return [...this.editors].filter(([, editor]) => editor.isChanged);
    }

    /** Those that are not saved yet, without those of which the agent was told that they cannot. */
    get unsaved() {
        return this.changed.filter(([, editor]) => !editor.isRefused);
    }

    /** Save what could not be saved without a connection. */
    onConnect() {
        this.unsaved
            .filter(([, editor]) => editor.status === "offline")
            .forEach(([, editor]) => editor.save());
    }

    /** Save what was typed, in this page or in one that is no longer there. */
    async onOnline() {
        for (const channelId of await this.drafts.findLeft()) {
            this.getEditor(channelId).resume();
        }
        this.unsaved.forEach(([, editor]) => editor.save());
    }

    onVisibilityChange() {
        if (document.visibilityState === "hidden") {
            this.unsaved.forEach(([channelId]) => this.leave(channelId));
        } else {
            this.onOnline();
        }
    }

    /** The page goes: requests under way may go with it, and nobody would hear the answer. */
    onPageHide() {
        for (const [channelId, editor] of this.changed) {
            this.drafts.keep(channelId, editor, true);
        }
        for (const [channelId, { base, text }] of this.unsaved) {
            const args = [text, base.id, this.getKey()];
            callAtLast(channelId, "livechat_save_note", ...args);
        }
    }
}

export const noteService = {
    dependencies: [
        "bus_service",
        "livechat_info_panel.session_data",
        "mail.store",
        "notification",
        "orm",
    ],
    start(env, services) {
        const notes = new NoteService(services);
        browser.addEventListener("online", () => notes.onOnline());
        for (const event of CONNECT_EVENTS) {
            services.bus_service.addEventListener(event, () => notes.onConnect());
        }
        browser.addEventListener("pagehide", () => notes.onPageHide());
        document.addEventListener("visibilitychange", () => notes.onVisibilityChange());
        return notes;
    },
};

registry.category("services").add("livechat_info_panel.notes", noteService);

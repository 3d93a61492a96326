import { NoteEditor } from "@livechat_info_panel/panel/notes/note_editor";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

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
        this.store = useService("mail.store");
        this.editor = useState(this.getEditor());
        useAutoresize(useRef("textarea"), { minimumHeight: 76 });
        useEffect(
            (note) => this.editor.receive(note),
            () => [this.props.thread.livechat_note?.toString() ?? ""]
        );
        onWillUnmount(() => this.editor.save());
    }

    getEditor() {
        const { thread } = this.props;
        // Not by useService, which drops the calls of a component that is gone: what was typed is
        // saved also when the panel closes, or turns to another conversation.
        const { orm } = this.env.services;
        thread.livechatNoteEditor ??= new NoteEditor((note, base) =>
            orm.silent.call("discuss.channel", "livechat_set_note", [[thread.id], note, base])
        );
        if (thread.livechatNoteEditor.status === "saved") {
            thread.livechatNoteEditor.status = ""; // said when it was
        }
        return thread.livechatNoteEditor;
    }

    get isReadonly() {
        return !this.store.has_access_livechat;
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.editor.save();
        }
    }
}

sectionRegistry.add("notes", { component: Notes, isDisplayed: () => true }, { sequence: 30 });

import { isolate } from "@livechat_info_panel/core/common/isolate";
import { replaceText } from "@livechat_info_panel/notes/caret";
import { NoteConflict } from "@livechat_info_panel/notes/note_conflict";
import { NoteHistory } from "@livechat_info_panel/notes/note_history";
import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { Moment } from "@livechat_info_panel/panel/moment";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * What the agents note on a conversation for each other. It is saved while one types; what others
 * save meanwhile is merged by the server, and never touches what is being typed.
 */
export class Notes extends Component {
    static template = "livechat_info_panel.Notes";
    static components = { Moment, NoteConflict, Section };
    static props = {
        thread: Object,
        /** Where it is all that there is, as in a dialog. */
        hasFocus: { type: Boolean, optional: true },
    };

    setup() {
        this.dialog = useService("dialog");
        this.notes = useService("livechat_info_panel.notes");
        /** To be read: what is done by `ownEditor` may go on after this component. */
        this.editor = useState(this.ownEditor);
        this.others = useState(this.notes.others);
        this.textarea = useRef("textarea");
        if (this.editor.status === "saved") {
            this.ownEditor.status = ""; // said when it was
        }
        const receive = (state) => state && this.ownEditor.receive(state);
        receive(this.props.thread.livechat_note_state); // for what is rendered first
        useEffect(receive, () => [this.props.thread.livechat_note_state]);
        useEffect(
            (el, text) => el && el.value !== text && replaceText(el, text),
            () => [this.textarea.el, this.editor.text]
        );
        useEffect(
            (el, isDisabled) => {
                if (el && !isDisabled && this.props.hasFocus) {
                    el.focus();
                }
            },
            () => [this.textarea.el, this.textarea.el?.disabled]
        );
        useLivechatCommand(_t("Live chat: write a note"), () =>
            this.env.livechatSectionPlace?.goTo()
        );
        // Nothing was typed into one that never came to be: there may be another one.
        onWillUnmount(() => {
            if (this.isComposing) {
                this.onCompositionEnd();
            }
            this.notes.leave(this.channelId);
        });
    }

    get channelId() {
        return this.props.thread.id;
    }

    /** The service's, which knows nothing of components. */
    get ownEditor() {
        return this.notes.getEditor(this.channelId);
    }

    get refusalText() {
        return _t("Not saved. %(reason)s", { reason: this.editor.error });
    }

    get othersEditing() {
        return this.others
            .get(this.channelId)
            .map(({ name, isSelf }) =>
                isSelf ? _t("You are editing in another tab…") : _t("%s is editing…", isolate(name))
            );
    }

    onInput(ev) {
        this.ownEditor.type(ev.target.value);
        if (this.editor.isChanged) {
            this.notes.others.tell(this.channelId);
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.ownEditor.refused = undefined;
            this.notes.leave(this.channelId);
        }
    }

    onCompositionStart() {
        this.isComposing = true;
        this.ownEditor.isComposing = true;
    }

    onCompositionEnd() {
        this.isComposing = false;
        this.ownEditor.endComposition();
    }

    choose(resolution) {
        this.focus();
        return this.ownEditor.choose(resolution);
    }

    tryAgain() {
        this.focus();
        this.ownEditor.refused = undefined;
        return this.ownEditor.save();
    }

    /** The button that was clicked goes. On a phone, nobody wants the keyboard for that. */
    focus() {
        if (!hasTouch()) {
            this.textarea.el.focus();
        }
    }

    async openHistory() {
        const { channelId, ownEditor: editor } = this;
        await this.notes.leave(channelId);
        this.dialog.add(NoteHistory, { channelId, editor });
    }
}

sectionRegistry.add(
    "notes",
    { component: Notes, isDisplayed: (thread) => thread.store.has_access_livechat },
    { sequence: 30 }
);

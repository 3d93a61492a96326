import { isolate } from "@livechat_info_panel/core/common/isolate";
import { headRegistry } from "@livechat_info_panel/panel/head_registry";
import { SectionAlert } from "@livechat_info_panel/panel/section_alert";

import { Component, useState, xml } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** What of a note waits for its agent, and who else writes it just now. */
export class NoteAlert extends Component {
    static template = xml`
        <SectionAlert t-if="alert" section="'notes'" text="alert.text" type="alert.type"/>`;
    static components = { SectionAlert };
    static props = { thread: Object };

    setup() {
        const notes = useService("livechat_info_panel.notes");
        this.editor = useState(notes.getEditor(this.props.thread.id));
        this.others = useState(notes.others);
    }

    get alert() {
        if (this.editor.conflict) {
            return { text: _t("The note was changed by somebody else, too."), type: "warning" };
        }
        if (this.editor.status === "failed") {
            return { text: _t("The note is not saved."), type: "danger" };
        }
        const [other] = this.others.get(this.props.thread.id).filter(({ isSelf }) => !isSelf);
        return other && { text: _t("%s is editing the note.", isolate(other.name)), type: "info" };
    }
}

headRegistry.add("note", NoteAlert);

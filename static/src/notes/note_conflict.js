import { isolate } from "@livechat_info_panel/core/common/isolate";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/** Where two agents changed the same lines of a note: what each wrote, and the choice. */
export class NoteConflict extends Component {
    static template = "livechat_info_panel.NoteConflict";
    static props = {
        /** what `discuss.channel.livechat_save_note` returned */
        conflict: Object,
        onChoose: Function,
    };

    get title() {
        const { author } = this.props.conflict;
        return author
            ? _t("%s changed the same lines while you were writing.", isolate(author))
            : _t("Somebody else changed the same lines while you were writing.");
    }

    get choices() {
        return [
            { name: "both", label: _t("Keep both"), class: "btn-primary" },
            { name: "mine", label: _t("Keep mine"), class: "btn-secondary" },
            { name: "theirs", label: _t("Keep theirs"), class: "btn-secondary" },
        ];
    }
}

import { isolate } from "@livechat_info_panel/core/common/isolate";
import { formatShortDate } from "@livechat_info_panel/panel/short_date";

import { Component, onWillStart, useState } from "@odoo/owl";

import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const PAGE_SIZE = 20;

/** All versions of a note: who wrote each and when, what changed by it, and the way back to it. */
export class NoteHistory extends Component {
    static template = "livechat_info_panel.NoteHistory";
    static components = { Dialog };
    static props = {
        channelId: Number,
        /** the `NoteEditor` of that conversation */
        editor: Object,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.editor = useState(this.props.editor);
        this.state = useState({ versions: [], isLoading: false });
        onWillStart(() => this.loadMore());
    }

    async loadMore() {
        this.state.isLoading = true;
        try {
            const method = "livechat_get_note_versions";
            const oldestId = this.state.versions.at(-1)?.id;
            const { versions, ...others } = await this.call(method, PAGE_SIZE, oldestId);
            this.state.versions.push(...versions.map((version) => this.getShown(version)));
            Object.assign(this.state, others);
        } finally {
            this.state.isLoading = false;
        }
    }

    call(method, ...args) {
        return this.orm.call("discuss.channel", method, [[this.props.channelId], ...args]);
    }

    getShown(version) {
        return {
            ...version,
            author: version.author || _t("Unknown author"),
            date: formatShortDate(version.date).full,
        };
    }

    getRestoreLabel({ author, date }) {
        return _t("Restore the version of %(author)s, %(date)s", { author, date });
    }

    getEraseLabel({ author, date }) {
        return _t("Erase the version of %(author)s, %(date)s", { author, date });
    }

    getErasedText({ erased: { by, date } }) {
        const values = { name: isolate(by || ""), date: formatShortDate(date).full };
        return by ? _t("Erased by %(name)s, %(date)s", values) : _t("Erased, %(date)s", values);
    }

    /** @returns {{tag: string, className: string, sign: string, label: string}} how a line is marked */
    getMark(kind) {
        return {
            same: { tag: "div", className: "", sign: "", label: "" },
            added: {
                tag: "ins",
                className: "text-decoration-none bg-success-subtle",
                sign: "+",
                label: _t("Added:"),
            },
            removed: {
                tag: "del",
                className: "bg-danger-subtle",
                sign: "−",
                label: _t("Removed:"),
            },
        }[kind];
    }

    /** Make a version the note again; what it is now stays in the history. */
    async restore({ id }) {
        this.props.editor.receive(await this.call("livechat_restore_note", id));
        this.props.close();
    }

    /** Erase what a version says, which nobody can undo; who wrote it and when stays. */
    erase(version) {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Erase this version?"),
            body: _t("Nobody will read it again. Who wrote it, and when, stays in the history."),
            confirmLabel: _t("Erase"),
            confirmClass: "btn-danger",
            cancel: () => {},
            confirm: async () => {
                const note = await this.call("livechat_erase_note_version", version.id);
                this.props.editor.receive(note);
                this.state.versions = [];
                await this.loadMore();
            },
        });
    }
}

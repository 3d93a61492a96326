import { formatShortDate } from "@livechat_info_panel/panel/short_date";

import { Component, onWillStart, useState } from "@odoo/owl";

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
        this.editor = useState(this.props.editor);
        this.state = useState({ versions: [], hasMore: false, isLoading: false });
        onWillStart(() => this.loadMore());
    }

    async loadMore() {
        this.state.isLoading = true;
        try {
            const { versions, has_more: hasMore } = await this.call(
                "livechat_get_note_versions",
                PAGE_SIZE,
                this.state.versions.at(-1)?.id
            );
            this.state.versions.push(...versions);
            this.state.hasMore = hasMore;
        } finally {
            this.state.isLoading = false;
        }
    }

    call(method, ...args) {
        return this.orm.call("discuss.channel", method, [[this.props.channelId], ...args]);
    }

    getDate({ date }) {
        return formatShortDate(date).full;
    }

    getAuthor({ author }) {
        return author || _t("Unknown author");
    }

    isEmpty({ lines }) {
        return lines.every(([kind]) => kind === "removed");
    }

    /** The name of what can be scrolled by keyboard; nobody restores by a first Enter either. */
    getLabel(version) {
        return `${this.getAuthor(version)}, ${this.getDate(version)}`;
    }

    getRestoreLabel(version) {
        return _t("Restore the version of %(author)s, %(date)s", {
            author: this.getAuthor(version),
            date: this.getDate(version),
        });
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
        this.editor.receive(await this.call("livechat_restore_note", id));
        this.props.close();
    }
}

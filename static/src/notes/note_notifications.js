import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";

import { _t } from "@web/core/l10n/translation";

/** Tells, where no panel shows it, that a note waits for its agent. */
export class NoteNotifications extends ConversationNotifications {
    /** @type {Map<number, number>} in how many panels a note is shown, by the conversation's id */
    panelCounts = new Map();

    /** @param {number} id id of the conversation of which a panel shows the note from now on */
    addPanel(id) {
        this.panelCounts.set(id, (this.panelCounts.get(id) ?? 0) + 1);
        this.close(id);
    }

    removePanel(id) {
        this.panelCounts.set(id, this.panelCounts.get(id) - 1);
    }

    /** @param {number} id id of the conversation of which a note cannot be saved as it is */
    async tellOfUnsaved(id) {
        const thread = !this.panelCounts.get(id) && (await this.fetchThread(id));
        if (thread && !this.panelCounts.get(id)) {
            this.show(id, _t("Your note on %s is not saved yet.", thread.displayName), {
                type: "warning",
                buttons: [
                    {
                        name: _t("Edit"),
                        primary: true,
                        onClick: () => this.open(id),
                    },
                ],
            });
        }
    }
}

import { OffPanelNotifications } from "@livechat_info_panel/core/conversation_notifications";

import { _t } from "@web/core/l10n/translation";

/** Tells, where no panel shows it, that a note waits for its agent. */
export class NoteNotifications extends OffPanelNotifications {
    /** @param {number} id id of the conversation of which a note cannot be saved as it is */
    async tellOfUnsaved(id) {
        const thread = !this.panels.has(id) && (await this.fetchThread(id));
        if (thread && !this.panels.has(id)) {
            this.show(id, _t("Your note on %s is not saved yet.", thread.displayName), {
                type: "warning",
                buttons: [{ name: _t("Edit"), primary: true, onClick: () => this.open(id) }],
            });
        }
    }
}

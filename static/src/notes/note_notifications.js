import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";
import { Shown } from "@livechat_info_panel/core/shown";

import { _t } from "@web/core/l10n/translation";

/** Tells, where no panel shows it, that a note waits for its agent. */
export class NoteNotifications extends ConversationNotifications {
    /** The conversations of which a panel shows the note. */
    panels = new Shown();

    /** @param {number} id id of the conversation of which a note cannot be saved as it is */
    async tellOfUnsaved(id) {
        const thread = !this.panels.has(id) && (await this.fetchThread(id));
        if (thread && !this.panels.has(id)) {
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

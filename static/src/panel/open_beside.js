import { useService } from "@web/core/utils/hooks";

/**
 * To open something in the main area while the conversation goes on: as a chat window beside it, or
 * on a phone below it.
 *
 * @returns {(thread: import("models").Thread, action: Object) => Promise<void>} what opens an action
 */
export function useOpenBeside() {
    const action = useService("action");
    const store = useService("mail.store");
    const ui = useService("ui");
    return (thread, request) => {
        if (ui.isSmall) {
            store.ChatWindow.get({ thread })?.fold();
        } else {
            thread.openChatWindow({ focus: true });
        }
        return action.doAction(request);
    };
}

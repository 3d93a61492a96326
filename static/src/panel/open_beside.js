import { watchUser } from "@livechat_info_panel/core/watch_user";

import { status, useComponent, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/**
 * To open something in the main area while the conversation goes on: as a chat window beside it, or
 * on a phone below it.
 *
 * @returns {(thread: import("models").Thread, action: Object, focus?: boolean) => Promise<void>}
 *     what opens an action; the user goes on in the chat window, unless they do elsewhere by now
 */
export function useOpenBeside() {
    const action = useService("action");
    const store = useService("mail.store");
    const ui = useService("ui");
    return (thread, request, focus = true) => {
        if (ui.isSmall) {
            store.ChatWindow.get({ thread })?.fold();
        } else {
            thread.openChatWindow({ focus });
        }
        return action.doAction(request);
    };
}

/** As `useOpenBeside`, for a list: the action that a method of the conversation returns. */
export function useListBeside() {
    const component = useComponent();
    const { orm } = component.env.services;
    const notification = useService("notification");
    const openBeside = useOpenBeside();
    const list = useState({
        isOpening: false,
        async open(thread, method, kwargs) {
            list.isOpening = true;
            try {
                const [action, isAwaited] = await watchUser(
                    orm.call("discuss.channel", method, [[thread.id]], kwargs)
                );
                if (status(component) !== "destroyed") {
                    await openBeside(thread, action, isAwaited);
                }
            } catch (error) {
                const message = error.data?.message || _t("The list could not be loaded.");
                notification.add(message, { type: "danger" });
            } finally {
                list.isOpening = false;
            }
        },
    });
    return list;
}

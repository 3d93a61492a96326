import { _t } from "@web/core/l10n/translation";

/**
 * What the three choices of the status do, wherever they stand: in the panel, in headers and menus.
 *
 * @typedef {{icon: string, label: string, status: string}} Choice one of the store's
 *     `livechatStatusButtons`
 */

/**
 * @param {import("models").Thread} thread
 * @param {Choice} choice
 */
export function isActiveStatus(thread, { status }) {
    return thread.livechat_status === status;
}

/**
 * @param {import("models").Thread} thread
 * @returns {string} why some of the statuses cannot be set, empty if all can
 */
export function getStatusRefusal(thread) {
    if (thread.livechatIsClosing) {
        return _t("You are closing it: undo that first.");
    }
    return thread.livechatLacksAgent ? _t("Nobody is in it: join it.") : "";
}

/**
 * @param {import("models").Thread} thread
 * @param {Choice} choice
 */
export function isRefusedStatus(thread, { status }) {
    return Boolean(
        thread.livechatIsClosing || (status !== "need_help" && thread.livechatLacksAgent)
    );
}

/**
 * Who asks for help may say what is needed; the other statuses need no words.
 *
 * @param {import("models").Thread} thread
 * @param {Choice} choice
 */
export function selectStatus(thread, choice) {
    if (isActiveStatus(thread, choice)) {
        return;
    }
    if (isRefusedStatus(thread, choice)) {
        const { notification } = thread.store.env.services;
        notification.add(getStatusRefusal(thread), { type: "warning" });
    } else if (choice.status === "need_help") {
        askHelp(thread);
    } else {
        thread.updateLivechatStatus(choice.status);
    }
}

/** @param {import("models").Thread} thread */
export function askHelp(thread) {
    return thread.openLivechatDialog("livechat_info_panel.livechat_help_wizard_action");
}

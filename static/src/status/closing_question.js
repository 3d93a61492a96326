import { isolate } from "@livechat_info_panel/core/common/isolate";

import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

/**
 * Ask before a conversation is closed that another agent has.
 *
 * @param {Object} dialog the service
 * @param {import("models").Thread} thread
 * @returns {Promise<boolean>} whether to close it; at once where nobody else has it
 */
export function askBeforeClosing(dialog, thread) {
    const body = getQuestion(thread);
    if (!body) {
        return Promise.resolve(true);
    }
    return new Promise((resolve) => {
        dialog.add(
            ConfirmationDialog,
            {
                title: _t("Close this conversation?"),
                body,
                confirmLabel: _t("Close"),
                confirm: () => resolve(true),
                cancel: () => resolve(false),
            },
            { onClose: () => resolve(false) }
        );
    });
}

function getQuestion(thread) {
    const name = getNameOfOther(thread);
    if (!thread.self_member_id && !thread.livechatLacksAgent) {
        return _t("You are not in it. Its agent: %(name)s", {
            name: name ? isolate(name) : _t("unknown"),
        });
    }
    return thread.self_member_id && name ? _t("%(name)s has it.", { name: isolate(name) }) : "";
}

/** Who has the conversation and is in it, if that is not the user. */
function getNameOfOther({
    channel_member_ids: members,
    livechat_last_handover: handover,
    livechat_operator_id: operator,
}) {
    const isThere = (partnerId) =>
        members.some(
            ({ livechat_member_type: type, partner_id: partner }) =>
                type === "agent" && partner?.id === partnerId
        );
    if (handover && isThere(handover.to_partner_id)) {
        return handover.to_user_id !== user.userId && handover.to_name;
    }
    return isThere(operator?.id) && operator.id !== user.partnerId && operator.name;
}

import "@im_livechat/core/web/thread_actions";
import { StatusMenu } from "@livechat_info_panel/status/status_menu";

import { registerThreadAction, threadActionsRegistry } from "@mail/core/common/thread_actions";

import { _t } from "@web/core/l10n/translation";

/** Before Odoo's own: of a narrow header, the last ones are out of sight. */
const HEADER_GROUP = 40;
const MENU_GROUP = 4;

/** Whether it is an open live chat of the user's to work on; in the sidebar, one of their own. */
function isOpen({ owner, thread }) {
    return (
        thread?.channel_type === "livechat" &&
        !thread.livechat_end_dt &&
        thread.livechatIsForAgent &&
        (!owner.isDiscussSidebarChannelActions || thread.self_member_id)
    );
}

/** In the header of Discuss, the status is a control that opens; menus have its choices. */
function isInMenu({ owner }) {
    return !owner.isDiscussContent;
}

const { icon } = threadActionsRegistry.get("livechat-status");
threadActionsRegistry.add(
    "livechat-status",
    {
        condition: (params) => isOpen(params) && !isInMenu(params),
        disabledCondition: ({ thread }) => thread.livechatIsClosing,
        dropdown: true,
        dropdownComponent: StatusMenu,
        dropdownComponentProps: ({ thread }) => ({ thread }),
        icon: (params) => icon(params) ?? "fa fa-fw fa-android",
        inlineName: ({ store, thread }) =>
            !store.env.services.ui.isSmall && thread.livechatStatusText,
        name: ({ thread }) => _t("Status: %(status)s", { status: thread.livechatStatusText }),
        sequence: 20,
        sequenceGroup: HEADER_GROUP,
    },
    { force: true }
);

["in_progress", "waiting", "need_help"].forEach((status, index) => {
    const find = (store) => store.livechatStatusButtons.find((choice) => choice.status === status);
    registerThreadAction(`livechat-status-${status}`, {
        condition: (params) => isOpen(params) && isInMenu(params),
        disabledCondition: ({ thread }) => thread.livechatIsClosing,
        icon: ({ store }) => `fa-fw ${find(store).icon.replace("fa-lg ", "")}`,
        name: ({ store, thread }) => {
            const { label } = find(store);
            return thread.livechat_status === status
                ? _t("%(status)s (now)", { status: label })
                : label;
        },
        nameClass: ({ thread }) => (thread.livechat_status === status ? "fw-bold" : ""),
        open: ({ thread }) => thread.livechatSelectStatus(status),
        sequence: index,
        sequenceGroup: MENU_GROUP,
    });
});

registerThreadAction("livechat-close", {
    condition: isOpen,
    disabledCondition: ({ thread }) => thread.livechatIsClosing,
    icon: "fa fa-fw fa-check",
    inlineName: ({ store }) => !store.env.services.ui.isSmall && _t("Close"),
    name: _t("Close conversation"),
    open: ({ owner, store, thread }) =>
        store.env.services["livechat_info_panel.closing"].close(thread, owner.props.chatWindow),
    sequence: ({ owner }) => (owner.isDiscussContent ? 21 : 9),
    sequenceGroup: ({ owner }) => (owner.isDiscussContent ? HEADER_GROUP : MENU_GROUP),
});

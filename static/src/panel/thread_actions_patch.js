import "@im_livechat/core/web/thread_actions";
import { LivechatInfoPanel } from "@livechat_info_panel/panel/panel";

import { threadActionsRegistry } from "@mail/core/common/thread_actions";

// Both lead to the panel beside a live chat: the (i) button, and the status on narrow screens.
// They are for the agents of a conversation: others receive nothing of what they show.
for (const name of ["livechat-info", "livechat-status"]) {
    const action = threadActionsRegistry.get(name);
    threadActionsRegistry.add(
        name,
        {
            ...action,
            actionPanelComponent: LivechatInfoPanel,
            condition: (params) => action.condition(params) && params.thread.livechatIsForAgent,
        },
        { force: true }
    );
}

// Joined from the menu of the sidebar as well, and whoever comes second is told who came first.
threadActionsRegistry.add(
    "join-livechat-needing-help",
    {
        ...threadActionsRegistry.get("join-livechat-needing-help"),
        condition: ({ thread }) => thread?.livechatCanJoinForHelp,
        open: ({ thread }) => thread.livechatJoinForHelp(),
    },
    { force: true }
);

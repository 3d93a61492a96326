import "@im_livechat/core/web/thread_actions";
import { LivechatInfoPanel } from "@livechat_info_panel/panel/panel";

import { threadActionsRegistry } from "@mail/core/common/thread_actions";

// The (i) button leads to the panel beside a live chat. It is for the agents of a conversation:
// others receive nothing of what it shows.
const information = threadActionsRegistry.get("livechat-info");
threadActionsRegistry.add(
    "livechat-info",
    {
        ...information,
        actionPanelComponent: LivechatInfoPanel,
        // Whether it is open by default is meant for Discuss. In a chat window, which it fills, it
        // is closed in order to write.
        close: (params) => params.owner.props.chatWindow || information.close(params),
        condition: (params) => information.condition(params) && params.thread.livechatIsForAgent,
        open: (params) => params.owner.props.chatWindow || information.open(params),
    },
    { force: true }
);

// Joined from the menu of the sidebar as well, and whoever comes second is told who came first.
threadActionsRegistry.add(
    "join-livechat-needing-help",
    {
        ...threadActionsRegistry.get("join-livechat-needing-help"),
        condition: ({ thread }) => thread?.livechatCanJoinForHelp,
        open: ({ thread }) => thread.livechatJoin({ onlyIfNeeded: true }),
    },
    { force: true }
);

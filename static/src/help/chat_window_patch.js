import { HelpCall } from "@livechat_info_panel/help/help_call";

import { ChatWindow } from "@mail/core/common/chat_window";

Object.assign(ChatWindow.components, { HelpCall });

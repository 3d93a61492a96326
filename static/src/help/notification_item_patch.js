import { LookingForHelpEntry } from "@livechat_info_panel/help/looking_for_help_entry";

import { NotificationItem } from "@mail/core/public_web/notification_item";

Object.assign(NotificationItem.components, { LookingForHelpEntry });

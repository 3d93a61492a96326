import { Due } from "@livechat_info_panel/core/due";
import { ElapsedTime } from "@livechat_info_panel/core/elapsed_time";

import { NotificationItem } from "@mail/core/public_web/notification_item";

import { Component } from "@odoo/owl";

/** What a list of conversations says of one that looks for help, beside or below its name. */
export class LookingForHelpEntry extends Component {
    static template = "livechat_info_panel.LookingForHelpEntry";
    static components = { Due, ElapsedTime };
    static props = {
        thread: Object,
        id: { type: String, optional: true },
        isCompact: { type: Boolean, optional: true },
        /** Whether it is the second half of the line of the name. */
        isInline: { type: Boolean, optional: true },
    };
}

Object.assign(NotificationItem.components, { LookingForHelpEntry });

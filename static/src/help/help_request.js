import { isolate } from "@livechat_info_panel/core/common/isolate";
import { Due } from "@livechat_info_panel/core/due";
import { ElapsedTime } from "@livechat_info_panel/core/elapsed_time";

import { Component } from "@odoo/owl";

/** What a conversation looks for help for, who asked, and since when. */
export class HelpRequest extends Component {
    static template = "livechat_info_panel.HelpRequest";
    static components = { Due, ElapsedTime };
    static props = { thread: Object };

    get askedByText() {
        return this.props.thread.livechatGetHelpAskedByText(isolate);
    }
}

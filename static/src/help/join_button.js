import { watchUser } from "@livechat_info_panel/core/watch_user";
import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { useComposerFocus } from "@livechat_info_panel/panel/composer_focus";

import { Component, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** The way into a conversation that the user is not in, and to writing in it. */
export class JoinButton extends Component {
    static template = "livechat_info_panel.JoinButton";
    static props = {
        thread: Object,
        /** Whether it is joined only as long as it looks for help. */
        onlyIfNeeded: Boolean,
        class: String,
    };

    setup() {
        this.focusComposer = useComposerFocus();
        this.ui = useService("ui");
        this.state = useState({ isJoining: false });
        useLivechatCommand(_t("Live chat: join"), () => this.join(), { ref: useRef("root") });
    }

    async join() {
        const { onlyIfNeeded, thread } = this.props;
        this.state.isJoining = true;
        try {
            const [isJoined, isAwaited] = await watchUser(thread.livechatJoin({ onlyIfNeeded }));
            if (isJoined && isAwaited && !this.ui.isSmall) {
                // The button, which had the focus, is gone, and the next thing is to write.
                this.focusComposer(thread);
            }
        } finally {
            this.state.isJoining = false;
        }
    }
}

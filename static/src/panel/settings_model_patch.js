import { Settings } from "@mail/core/common/settings_model";

import { patch } from "@web/core/utils/patch";

patch(Settings.prototype, {
    setup() {
        super.setup();
        /** Whether the user's own chats stand by how long their customers wait. */
        this.livechat_longest_wait_first = false;
        /** @type {{folded: string[], order: string[]}|false|undefined} names of the panel's sections */
        this.livechat_panel_layout = undefined;
        /** @type {{folded: string[], order: string[]}|false|undefined} as an administrator has it */
        this.livechat_panel_default_layout = undefined;
    },
});

import { Settings } from "@mail/core/common/settings_model";

import { user } from "@web/core/user";
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
    /** Set one of them, now and for good; it stays what it was if that fails. */
    async livechatSave(name, value) {
        const before = this[name];
        this[name] = value;
        try {
            await user.setUserSettings(name, value);
        } catch (error) {
            this[name] = before;
            throw error;
        }
    },
});

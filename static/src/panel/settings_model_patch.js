import { Settings } from "@mail/core/common/settings_model";

import { patch } from "@web/core/utils/patch";

patch(Settings.prototype, {
    setup() {
        super.setup();
        /** @type {{folded: string[], order: string[]}|false|undefined} names of the panel's sections */
        this.livechat_panel_layout = undefined;
        /** @type {{folded: string[], order: string[]}|false|undefined} as an administrator has it */
        this.livechat_panel_default_layout = undefined;
    },
});

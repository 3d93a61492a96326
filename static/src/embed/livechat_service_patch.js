import { LivechatService } from "@im_livechat/embed/common/livechat_service";

import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

patch(LivechatService.prototype, {
    /** Tell the agents which language the visitor's browser speaks, and what time it is there. */
    getSessionExtraParams() {
        return {
            ...super.getSessionExtraParams(...arguments),
            visitor_lang: browser.navigator.language,
            visitor_tz: new Intl.DateTimeFormat().resolvedOptions().timeZone,
        };
    },
});

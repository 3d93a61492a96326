import { GUEST_TOKEN_STORAGE_KEY } from "@im_livechat/embed/common/store_service_patch";
import { expirableStorage } from "@im_livechat/core/common/expirable_storage";
import { canLoadLivechat } from "@im_livechat/embed/common/misc";
import { ChatHub } from "@mail/core/common/chat_hub_model";

import { patch } from "@web/core/utils/patch";

patch(ChatHub.prototype, {
    /** A visitor who logged in since goes on in the conversations that they began as a guest. */
    async _load(str) {
        if (canLoadLivechat() && expirableStorage.getItem(GUEST_TOKEN_STORAGE_KEY)) {
            const { opened = [], folded = [] } = JSON.parse(str);
            const ids = [...opened, ...folded].map(({ id }) => id).filter((id) => id > 0);
            if (ids.length) {
                // Not awaited: it is the first thing of the request that asks for these threads.
                this.store.fetchStoreData("/livechat_info_panel/continue_after_login", ids, {
                    readonly: false,
                });
            }
        }
        return super._load(...arguments);
    },
});

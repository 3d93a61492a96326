import "@im_livechat/core/public_web/messaging_menu_patch";
import { LookingForHelpViewAll } from "@livechat_info_panel/help/view_all";

import { MessagingMenu } from "@mail/core/public_web/messaging_menu";
import { cleanTerm } from "@mail/utils/common/format";

import { patch } from "@web/core/utils/patch";

Object.assign(MessagingMenu.components, { LookingForHelpViewAll });

patch(MessagingMenu.prototype, {
    /**
     * @override
     * On a phone, which has no sidebar, what looks for help stands above the other live chats,
     * whether the user is in it or not.
     */
    get threads() {
        if (this.store.discuss.activeTab !== "livechat") {
            return super.threads;
        }
        const searchTerm = cleanTerm(this.store.discuss.searchTerm);
        const lookingForHelp = this.store.livechatThreadsLookingForHelp.filter((thread) =>
            cleanTerm(thread.displayName).includes(searchTerm)
        );
        return [
            ...lookingForHelp,
            ...super.threads.filter((thread) => thread.notIn(lookingForHelp)),
        ];
    },
});

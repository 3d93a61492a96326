import { askUntilAnswered } from "@livechat_info_panel/core/ask_until_answered";
import { CatchUp } from "@livechat_info_panel/core/catch_up";

import { OutdatedPageWatcherService } from "@bus/outdated_page_watcher_service";

import { patch } from "@web/core/utils/patch";

patch(OutdatedPageWatcherService.prototype, {
    setup(env) {
        this.livechatServices = env.services;
        super.setup(...arguments);
    },
    get livechatStore() {
        return this.livechatServices["mail.store"];
    },
    /** @override because a server that was started again may not answer yet */
    checkHasMissedNotifications() {
        const { lastNotificationId } = this;
        if (!lastNotificationId) {
            return this.livechatCatchUp(); // what the bus has forgotten, Odoo cannot know
        }
        const check = () => {
            this.lastNotificationId = lastNotificationId; // the first that may be missing
            return super.checkHasMissedNotifications();
        };
        this.livechatChecking ??= askUntilAnswered(check).finally(() => {
            this.livechatChecking = undefined;
        });
        return this.livechatChecking;
    },
    /** @override to show what is missing. In Discuss that is all; elsewhere the page is still old */
    async showOutdatedPageNotification() {
        let isUpToDate = false;
        try {
            await this.livechatCatchUp();
            const { discuss, has_access_livechat: isAgent } = this.livechatStore;
            isUpToDate = isAgent && discuss.isActive;
        } finally {
            if (!isUpToDate) {
                super.showOutdatedPageNotification();
            }
        }
    },
    /** Once for all who say that it is needed. */
    livechatCatchUp() {
        if (this.livechatStore.has_access_livechat) {
            const catchUp = new CatchUp(this.livechatServices);
            this.livechatCatchingUp ??= askUntilAnswered(() => catchUp.fetch()).finally(
                () => (this.livechatCatchingUp = undefined)
            );
        }
        return this.livechatCatchingUp;
    },
});

import { askUntilAnswered, CatchUp } from "@livechat_info_panel/core/catch_up";

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
    async checkHasMissedNotifications() {
        await askUntilAnswered(() => super.checkHasMissedNotifications());
        if (!this.lastNotificationId) {
            await this.livechatCatchUp(); // Odoo cannot know what the bus has forgotten
        }
    },
    /** @override to show what is missing. In Discuss that is all; elsewhere the page is still old */
    async showOutdatedPageNotification() {
        await this.livechatCatchUp();
        if (!this.livechatStore.has_access_livechat || !this.livechatStore.discuss.isActive) {
            super.showOutdatedPageNotification();
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

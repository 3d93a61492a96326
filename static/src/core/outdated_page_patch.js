import { askUntilAnswered } from "@livechat_info_panel/core/ask_until_answered";

import { OutdatedPageWatcherService } from "@bus/outdated_page_watcher_service";

import { patch } from "@web/core/utils/patch";

patch(OutdatedPageWatcherService.prototype, {
    setup(env) {
        this.livechatServices = env.services;
        super.setup(...arguments);
    },
    get livechatIsAgent() {
        return this.livechatServices["mail.store"].has_access_livechat;
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
    /** @override to show what is missing. That may be all, or the page is still old */
    async showOutdatedPageNotification() {
        let isUpToDate = false;
        try {
            await this.livechatCatchUp();
            const { "livechat_info_panel.catch_up": catchUp } = this.livechatServices;
            isUpToDate = this.livechatIsAgent && catchUp.isComplete;
        } finally {
            if (!isUpToDate) {
                super.showOutdatedPageNotification();
            }
        }
    },
    /** Once for all who say that it is needed. */
    livechatCatchUp() {
        if (this.livechatIsAgent) {
            const catchUp = this.livechatServices["livechat_info_panel.catch_up"];
            this.livechatCatchingUp ??= askUntilAnswered(() => catchUp.fetch()).finally(
                () => (this.livechatCatchingUp = undefined)
            );
        }
        return this.livechatCatchingUp;
    },
});

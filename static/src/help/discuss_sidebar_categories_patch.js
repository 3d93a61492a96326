import "@im_livechat/core/web/discuss_sidebar_category_patch";
import { watchUser } from "@livechat_info_panel/core/watch_user";
import { LookingForHelpEntry } from "@livechat_info_panel/help/looking_for_help_entry";
import { LookingForHelpViewAll } from "@livechat_info_panel/help/view_all";
import { HelpRequest } from "@livechat_info_panel/help/help_request";

import {
    DiscussSidebarCategories,
    DiscussSidebarChannel,
} from "@mail/discuss/core/public_web/discuss_sidebar_categories";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

Object.assign(DiscussSidebarCategories.components, { LookingForHelpViewAll });
Object.assign(DiscussSidebarChannel.components, { HelpRequest, LookingForHelpEntry });

patch(DiscussSidebarChannel.prototype, {
    /** Whether to tell more of this conversation than its name. */
    get livechatIsLookingForHelp() {
        return this.store.has_access_livechat && this.thread.livechatIsLookingForHelp;
    },
    get livechatHelpEntryId() {
        return this.livechatIsLookingForHelp && this.store.discuss.isSidebarCompact
            ? `o-livechatInfoPanel-help-${this.thread.id}`
            : undefined;
    },
    get attClassContainer() {
        return {
            ...super.attClassContainer,
            "o-livechatInfoPanel-helpLine position-relative":
                this.livechatIsLookingForHelp && !this.store.discuss.isSidebarCompact,
            "o-canJoin": this.thread.livechatCanJoinForHelp,
        };
    },
    get livechatJoinLabel() {
        return _t("Join the conversation with %(name)s", { name: this.thread.displayName });
    },
    async livechatJoin() {
        const { thread } = this;
        const [isJoined, isAwaited] = await watchUser(thread.livechatJoin({ onlyIfNeeded: true }));
        if (isJoined && isAwaited) {
            thread.open({ focus: true });
        }
    },
    get livechatTitle() {
        if (this.store.discuss.isSidebarCompact) {
            return undefined;
        }
        return this.livechatIsLookingForHelp
            ? `${this.thread.displayName}\n${this.thread.livechatHelpSummary}`
            : this.thread.displayName;
    },
});

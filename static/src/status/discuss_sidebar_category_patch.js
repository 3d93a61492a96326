import "@im_livechat/core/web/discuss_sidebar_category_patch";

import { DiscussSidebarCategory } from "@mail/discuss/core/public_web/discuss_sidebar_categories";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(DiscussSidebarCategory.prototype, {
    get actions() {
        const actions = super.actions;
        if (this.store.has_access_livechat && this.category.livechatIsOfChats) {
            const isByWait = this.store.settings.livechat_longest_wait_first;
            actions.push({
                icon: isByWait ? "fa fa-clock-o text-success" : "fa fa-clock-o",
                label: isByWait
                    ? _t("Sort by the last message")
                    : _t("Longest waiting customer first"),
                onSelect: () =>
                    this.store.settings.livechatSave(
                        "livechat_longest_wait_first",
                        () => !isByWait
                    ),
            });
        }
        return actions;
    },
});

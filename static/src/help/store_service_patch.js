import { Store } from "@mail/core/common/store_service";

import { patch } from "@web/core/utils/patch";

patch(Store.prototype, {
    setup() {
        super.setup(...arguments);
        /** How many conversations look for help, whether they are in the store or not. */
        this.livechat_looking_for_help_count = 0;
        /** The last bus notification of which that count knows. */
        this.livechat_looking_for_help_count_bus_id = 0;
    },
    /** Those in the store that look for help, longest wait first. */
    get livechatThreadsLookingForHelp() {
        const category = this.discuss.livechatLookingForHelpCategory;
        return (category?.threads ?? []).filter((thread) => thread.livechatIsLookingForHelp);
    },
});

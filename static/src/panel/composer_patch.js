import { Composer } from "@mail/core/common/composer";

import { patch } from "@web/core/utils/patch";

const FIELDS = "input, select, textarea";

patch(Composer.prototype, {
    /** @override to let those go on who type beside it, as when the conversation is reopened */
    setup() {
        super.setup();
        const { composer } = this.props;
        const { activeElement: el } = document;
        const panel = el?.matches(FIELDS) && el.closest(".o-livechatInfoPanel");
        if (panel && Number(panel.dataset.threadId) === composer.thread?.id) {
            composer.autofocus = -1; // with Odoo's own, as it comes, none
        }
    },
});

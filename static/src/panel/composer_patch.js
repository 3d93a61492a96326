import { Composer } from "@mail/core/common/composer";

import { onWillDestroy, toRaw } from "@odoo/owl";

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
            // Odoo focuses what has a sum of both that is not zero: as long as it is there, none.
            const sum = composer.autofocus + Number(this.props.autofocus || 0);
            composer.autofocus -= sum;
            onWillDestroy(() => (composer.autofocus = toRaw(composer).autofocus + sum));
        }
    },
});

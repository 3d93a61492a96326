import { gather } from "@livechat_info_panel/core/gather";

import "@im_livechat/views/discuss_channel_kanban/discuss_channel_kanban_looking_for_help_view";
import "@im_livechat/views/discuss_channel_list/discuss_channel_list_looking_for_help_list_view";

import { status } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";

/** Milliseconds, as in Odoo: calls that come together reload once. */
export const RELOAD_DELAY = 300;

/** Load the records again; those that are selected stay selected. Odoo forgets them. */
async function reload(model) {
    const { root } = model;
    await model.load();
    const { isDomainSelected, selection } = root; // also what was selected meanwhile
    const selectedIds = new Set(selection.map((record) => record.resId));
    if (isDomainSelected) {
        await model.root.selectDomain(true);
    }
    for (const record of model.root.records) {
        if (selectedIds.has(record.resId)) {
            await record.toggleSelection(true);
        }
    }
}

for (const view of ["kanban", "list"]) {
    const { Controller } = registry
        .category("views")
        .get(`im_livechat.discuss_channel_looking_for_help_${view}`);
    patch(Controller.prototype, {
        setup() {
            super.setup();
            const isHere = () => status(this) !== "destroyed";
            this.reloadDebounced = gather(() => isHere() && reload(this.model), RELOAD_DELAY);
        },
    });
}

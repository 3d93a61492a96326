import { Store } from "@mail/core/common/store_service";

import { patch } from "@web/core/utils/patch";

patch(Store.prototype, {
    /** @override to have the lines of lists hear what becomes of conversations */
    insert(dataByModelName = {}) {
        const result = super.insert(...arguments);
        for (const values of [dataByModelName["discuss.channel"] ?? []].flat()) {
            this["livechat.conversation"].hear(values);
        }
        return result;
    },
    onStarted() {
        super.onStarted(...arguments);
        this.env.services.bus_service.subscribe("discuss.channel/delete", ({ id }) =>
            this["livechat.conversation"].get(id)?.delete()
        );
    },
});

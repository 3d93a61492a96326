import { Record } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread";

import { toRaw } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";

// What Odoo keeps in memory of each chat that an agent looked at, 2 MB, until the page is reloaded.

patch(Record, {
    /** Odoo keeps the callback, and with it the whole component, after it has stopped. */
    onChange(record, name, callback) {
        let called = callback;
        const stop = super.onChange(record, name, (...args) => called?.(...args));
        return () => {
            called = undefined;
            stop();
        };
    },
});

patch(Thread.prototype, {
    /** Odoo reads the message when its component is destroyed, and is told of it from then on. */
    registerMessageRef(message, ref) {
        super.registerMessageRef(toRaw(message), ref);
    },
});

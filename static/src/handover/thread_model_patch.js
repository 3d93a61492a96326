import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

patch(Thread.prototype, {
    setup() {
        super.setup();
        /**
         * A conversation that has ended is handed over to nobody, looks for no help, and closing it
         * cannot be undone.
         */
        this.livechatHasEnded = fields.Attr(false, {
            /** @this {import("models").Thread} */
            compute() {
                return Boolean(this.livechat_end_dt);
            },
            onUpdate() {
                if (this.livechatHasEnded) {
                    const { services } = this.store.env;
                    services["livechat_info_panel.handover_notification"]?.close(this.id);
                    services["livechat_info_panel.help_notification"]?.close(this.id);
                    services["livechat_info_panel.closing"]?.forget(this);
                }
            },
            eager: true,
        });
    },
});

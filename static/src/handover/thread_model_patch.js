import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

patch(Thread.prototype, {
    setup() {
        super.setup();
        /**
         * @type {{kind: "need_help"|"reassigned", name: string|false, text: string}|false|undefined}
         *     what the call for help said that the user answered, or who handed it over to them;
         *     until they hide it
         */
        this.livechat_brief = undefined;
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
    /** What the user was told with it, as long as that is of use. */
    get livechatBrief() {
        return (this.self_member_id && !this.livechat_end_dt && this.livechat_brief) || undefined;
    },
    /** Hide what the user was told, in all their tabs and for good. */
    async hideLivechatBrief() {
        const brief = this.livechat_brief;
        this.livechat_brief = false;
        try {
            await this.store.env.services.orm.call("discuss.channel", "livechat_hide_brief", [
                [this.id],
            ]);
        } catch (error) {
            if (this.livechat_brief === false) {
                this.livechat_brief = brief; // none came meanwhile
            }
            throw error;
        }
    },
});

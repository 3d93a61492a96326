import { compareSince } from "@livechat_info_panel/core/compare_since";

import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

/** What the server sends of a conversation for its row in Now. */
patch(Thread.prototype, {
    setup() {
        super.setup();
        /** Who answered the last call for help. */
        this.livechat_helper_id = fields.One("res.partner");
        /**
         * @type {{id: number, name: string}|undefined} the customer who logged in, for the record
         *     that the client may have of them: to make one would have Odoo suggest them to agents
         */
        this.livechat_known_contact = fields.Attr(undefined, {
            /** @this {import("models").Thread} */
            onUpdate() {
                const { livechat_known_contact: known } = this;
                if (known) {
                    this.store["res.partner"].get(known.id)?.update({ name: known.name });
                }
            },
        });
        /** @type {number|false|undefined} */
        this.livechat_last_handover_id = undefined;
        /** @type {string|undefined} the first line of the note */
        this.livechat_note_line = undefined;
        this.livechat_present_agent_ids = fields.Many("res.partner");
    },
    /** @returns {number} below zero if it comes before another one: who waits longest is first */
    livechatCompareInNow(other) {
        const compare = (name) => compareSince(this[name], other[name]);
        return (
            compare("livechat_customer_waiting_since_dt") ||
            compare("livechat_looking_for_help_since_dt") ||
            other.id - this.id
        );
    },
});

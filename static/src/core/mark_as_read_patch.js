import { Thread } from "@mail/core/common/thread_model";
// Odoo's own patch makes `markReadSequential`, and comes first.
import "@mail/discuss/core/common/thread_model_patch";

import { patch } from "@web/core/utils/patch";

/** Within how many ms the bus tells what was marked as read. */
export const TOLD_WITHIN = 1000;

/**
 * An agent's chat is marked as read once for one message.
 *
 * Odoo scrolls to the message and asks for it, and again when the browser says that it scrolled: it
 * knows what is read only when the bus tells it, a moment after the request is answered.
 */
patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        const ask = this.markReadSequential;
        /** @type {{answer: Promise, key: string, until: number}|undefined} */
        let last;
        /** @this {import("models").Thread} */
        this.markReadSequential = function (request) {
            if (this.channel_type !== "livechat") {
                return ask(request);
            }
            const member = this.self_member_id;
            // By these Odoo tells whether it has to ask.
            const key = [
                this.newestPersistentOfAllMessage.id,
                member.new_message_separator,
                member.seen_message_id?.id,
            ].join();
            if (last?.key !== key || last.until < Date.now()) {
                const current = { answer: ask(request), key, until: Infinity };
                current.answer.then(
                    () => (current.until = Date.now() + TOLD_WITHIN),
                    () => (current.until = 0)
                );
                last = current;
            }
            return last.answer;
        };
    },
});

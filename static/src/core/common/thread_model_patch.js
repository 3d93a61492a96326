import "@im_livechat/core/common/thread_model_patch";
import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";

import { patch } from "@web/core/utils/patch";

const byId = (a, b) => a.id - b.id;

/**
 * Whoever is a conversation's operator, the visitor stays the visitor.
 *
 * Odoo takes the first member who is not the operator. That is the former agent where they stay in
 * a conversation that was reassigned: it is then named after them, and the visitor can no longer
 * end or rate it.
 */
patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        this.livechatVisitorMember = fields.One("discuss.channel.member", {
            /** @this {import("models").Thread} */
            compute() {
                if (this.channel_type !== "livechat") {
                    return undefined;
                }
                const members = [...this.channel_member_ids].sort(byId);
                return (
                    members.find((member) => member.livechat_member_type === "visitor") ??
                    // What somebody is may not be known, as in a conversation that is not saved yet.
                    members.find(
                        (member) =>
                            !member.livechat_member_type &&
                            member.partner_id?.notEq(this.livechat_operator_id) !== false
                    )
                );
            },
        });
    },
});

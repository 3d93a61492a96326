import { fields, Record } from "@mail/core/common/record";

import { pick } from "@web/core/utils/objects";

/** What is heard of a conversation over the bus, too. */
const HEARD = [
    "last_interest_dt",
    "livechat_channel_id",
    "livechat_conversation_tag_ids",
    "livechat_customer_name",
    "livechat_end_dt",
    "livechat_note_line",
    "livechat_outcome",
    "livechat_status",
    "rating_last_text",
];

/**
 * A conversation as a line of a list, with Odoo's names of fields.
 *
 * Not a `Thread`: in the web client, one of these takes 2 ms and 200 kB, and a list of five for
 * each chat of an agent would take half a second. Nor is it in Odoo's lists of live chats.
 */
export class LivechatConversation extends Record {
    static _name = "livechat.conversation";
    static id = "id";

    /**
     * The server tells of a conversation that the client may know as such a line, too.
     *
     * @param {Object} values as a `Thread` receives them
     */
    static hear(values) {
        const heard = pick(values, ...HEARD);
        if (Object.keys(heard).length) {
            this.get(values.id)?.update(heard);
        }
    }

    /** @type {number} */
    id;
    last_interest_dt = fields.Datetime();
    /** @type {string[]|undefined} the names of the agents who are, or were, in it */
    livechat_agent_names;
    livechat_channel_id = fields.One("im_livechat.channel");
    livechat_conversation_tag_ids = fields.Many("im_livechat.conversation.tag");
    /** @type {string|undefined} the name by which all agents may know the customer */
    livechat_customer_name;
    livechat_end_dt = fields.Datetime();
    /** @type {string|undefined} the first line of the note */
    livechat_note_line;
    /** @type {"no_answer"|"no_agent"|"no_failure"|"escalated"|"missed"|false|undefined} */
    livechat_outcome;
    /** @type {"in_progress"|"waiting"|"need_help"|false|undefined} */
    livechat_status;
    /** @type {"top"|"ok"|"ko"|"none"|false|undefined} how the customer rated it */
    rating_last_text;
}
LivechatConversation.register();

import { Thread } from "@mail/core/common/thread_model";
import { fields } from "@mail/model/misc";

import { patch } from "@web/core/utils/patch";

/** What the server sends of a conversation for the information panel. */
patch(Thread.prototype, {
    setup() {
        super.setup();
        /** Whether it is one of the chats that the user, as an agent, has open in Discuss. */
        this.livechatIsOwnOpen = fields.Attr(false, {
            /** @this {import("models").Thread} */
            compute() {
                return Boolean(
                    this.channel_type === "livechat" &&
                        this.self_member_id &&
                        !this.livechat_end_dt &&
                        this.livechatIsForAgent &&
                        this.store.discuss?.isActive
                );
            },
            onUpdate() {
                if (this.livechatIsOwnOpen) {
                    this.store.env.services["livechat_info_panel.session_data"]?.preload();
                }
            },
        });
        /** What is kept of it in this page by `useKept`, as what is typed and not sent. */
        this.livechatKept = {};
        /** @type {{question: string, answer: string}[]} */
        this.livechat_chatbot_answers = [];
        /** @type {import("@livechat_info_panel/notes/note_editor").NoteState|undefined} */
        this.livechat_note_state = undefined;
        /** @type {string|false|undefined} language tag, e.g. es-MX */
        this.livechat_visitor_lang = undefined;
        /** @type {string|false|undefined} time zone, e.g. America/Mexico_City */
        this.livechat_visitor_tz = undefined;
        /** @type {boolean|undefined} */
        this.livechat_country_is_estimated = undefined;
        /** @type {{name: string, url: string|false, date: string}[]} */
        this.livechat_visited_pages = [];
        /** @type {string|false|undefined} why it cannot be reopened, if it is closed */
        this.livechat_reopening_refusal = undefined;
        /** @type {{computed_outcome: string, user_name: string, date: string, reason: string}|false|undefined} */
        this.livechat_outcome_correction = undefined;
        /** @type {{count: number, items: Object[]}|undefined} its last sendings */
        this.livechat_transcripts = undefined;
        /** @type {string[]|undefined} the customer's addresses, as far as they are known */
        this.livechat_transcript_emails = undefined;
        /**
         * @typedef {{can_create: boolean, count: number, items: Object[], more: Object[]}} OpenTickets
         * @type {OpenTickets|false|undefined} false if there is no such app for the user
         */
        this.livechat_tickets = undefined;
        /** @type {OpenTickets|false|undefined} as the tickets */
        this.livechat_leads = undefined;
    },
});

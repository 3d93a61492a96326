import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

/** Spaces in a number, and capitals in an address, make no other one of it. */
const normalize = (text) => text.replace(/\s+/g, "").toLowerCase();

/**
 * What the customer told the chatbot, but for the address and the number that stand with the
 * customer already.
 *
 * @param {import("models").Thread} thread
 */
export function getAnswers(thread) {
    const contact = thread.livechat_contact_id;
    const details = [
        contact?.livechatEmail,
        contact?.phone,
        thread.livechat_visitor_email,
        thread.livechat_visitor_phone,
    ];
    const told = new Set(details.filter(Boolean).map(normalize));
    return thread.livechat_chatbot_answers.filter(({ answer }) => !told.has(normalize(answer)));
}

/** What the customer told the chatbot. */
export class ChatbotAnswers extends Component {
    static template = "livechat_info_panel.ChatbotAnswers";
    static components = { Section };
    static props = { thread: Object };

    get answers() {
        return getAnswers(this.props.thread);
    }
}

sectionRegistry.add(
    "chatbot_answers",
    {
        component: ChatbotAnswers,
        isDisplayed: (thread) => getAnswers(thread).length > 0,
    },
    { sequence: 50 }
);

import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

/** What the customer told the chatbot. */
export class ChatbotAnswers extends Component {
    static template = "livechat_info_panel.ChatbotAnswers";
    static components = { Section };
    static props = { thread: Object };
}

sectionRegistry.add(
    "chatbot_answers",
    {
        component: ChatbotAnswers,
        isDisplayed: (thread) => thread.livechat_chatbot_answers.length > 0,
    },
    { sequence: 50 }
);

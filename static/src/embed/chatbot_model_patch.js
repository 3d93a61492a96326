import { Chatbot } from "@im_livechat/core/common/chatbot_model";
import { fields } from "@mail/core/common/record";

import { patch } from "@web/core/utils/patch";

/** The chatbot stops, at once, when an agent takes the conversation over without being asked. */
patch(Chatbot.prototype, {
    setup() {
        super.setup(...arguments);
        this.livechatIsTakenOver = fields.Attr(false, {
            /** @this {import("models").Chatbot} */
            compute() {
                const operator = this.thread?.livechat_operator_id;
                const bot = this.script?.operator_partner_id;
                return Boolean(operator && bot && operator.notEq(bot));
            },
            /** @this {import("models").Chatbot} */
            onUpdate() {
                if (this.livechatIsTakenOver) {
                    this.forwarded = true;
                    this.isProcessingAnswer = false;
                    this.stop();
                }
            },
            eager: true,
        });
    },

    get completed() {
        return this.livechatIsTakenOver || super.completed;
    },

    get canRestart() {
        return !this.livechatIsTakenOver && super.canRestart;
    },

    /** What did not arrive is no answer, and the visitor can write another one. */
    async processAnswer(message) {
        if (message) {
            return super.processAnswer(...arguments);
        }
        this.isProcessingAnswer = false;
    },

    /** An answer of many lines, or the chatbot's next step, may be due only now. */
    async _runUntilUserInputStep() {
        if (!this.livechatIsTakenOver) {
            await super._runUntilUserInputStep(...arguments);
        }
    },
});

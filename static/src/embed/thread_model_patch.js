import "@im_livechat/embed/common/thread_model_patch";
import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";
import { convertBrToLineBreak } from "@mail/utils/common/format";

import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

const NOBODY_AVAILABLE =
    "odoo.addons.livechat_info_panel.controllers.leave_message.NobodyAvailable";

/** What a visitor writes while nobody is available is kept, or stays with them. */
patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        /** Who had it first, as the server says where other agents have come since. */
        this.livechat_greeter_id = fields.One("res.partner");
        /** Who greeted the visitor, whoever has it now. */
        this.livechatGreeter = fields.One("res.partner", {
            compute() {
                return (
                    this.livechat_greeter_id ?? this.livechatGreeter ?? this.livechat_operator_id
                );
            },
            eager: true,
        });
        /** As Odoo's, of which whoever has the conversation now is the author. */
        this.livechatWelcomeMessage = fields.One("mail.message", {
            compute() {
                if (this.hasWelcomeMessage) {
                    const { options } = this.store.env.services["im_livechat.livechat"];
                    return {
                        id: -0.2 - this.id,
                        author_id: this.livechatGreeter,
                        body: options.default_message,
                        thread: this,
                    };
                }
            },
        });
        /** Whether the visitor knows from the start that they can only leave a message. */
        this.livechat_leaves_message = fields.Attr(false, {
            /** @this {import("models").Thread} */
            onUpdate() {
                if (this.livechat_leaves_message) {
                    this.addLivechatNotice(
                        _t("Nobody is available right now. Leave a message for our team.")
                    );
                }
            },
        });
        /** Whether the visitor is asked for an address, to get an answer to what they left. */
        this.livechatAsksEmail = false;
        /** The address that they left. */
        this.livechatLeftEmail = "";
        /** How many messages are under way that can be left if nobody is available. */
        this.livechatFirstMessageCount = 0;
    },

    get hasWelcomeMessage() {
        return !this.livechat_leaves_message && super.hasWelcomeMessage;
    },

    /** @returns {Promise<import("models").Message|undefined>} */
    async post(body) {
        if (this.channel_type !== "livechat" || !this.isTransient) {
            return super.post(...arguments);
        }
        this.livechatFirstMessageCount++;
        try {
            return await super.post(...arguments);
        } catch (error) {
            if (error.exceptionName !== NOBODY_AVAILABLE) {
                throw error;
            }
            await this.livechatLeaveMessage(convertBrToLineBreak(body));
        } finally {
            this.livechatFirstMessageCount--;
        }
    },

    /** @param {string} text what the visitor wrote; it shows already as a message of theirs */
    async livechatLeaveMessage(text) {
        const { "im_livechat.livechat": livechat, notification } = this.store.env.services;
        const message = this.messages.findLast(
            ({ body, isNotification }) => !isNotification && convertBrToLineBreak(body) === text
        );
        const refusal = await livechat.leaveMessage(this, text);
        if (refusal) {
            this.livechatGiveBack(text, message);
            notification.add(refusal, { type: "warning" });
            return;
        }
        message?.update({
            author_guest_id: this.store.self_guest,
            author_id: this.store.self_partner,
        });
        this.addLivechatNotice(
            _t("Nobody is available right now. Your message was kept for our team.")
        );
    },

    /**
     * Give the visitor back what they wrote, before what they typed since.
     *
     * @param {string} text
     * @param {import("models").Message} [message] as which it shows
     */
    livechatGiveBack(text, message) {
        const attachments = [...(message?.attachment_ids ?? [])];
        message?.delete();
        this.composer.composerText = [text, this.composer.composerText].filter(Boolean).join("\n");
        this.composer.attachments.add(...attachments);
    },

    addLivechatNotice(text) {
        const notice = this.store["mail.message"].insert({
            body: markup`<div class="o_mail_notification">${text}</div>`,
            id: this.store.getNextTemporaryId(),
            message_type: "notification",
            model: "discuss.channel",
            res_id: this.id,
            thread: this,
        });
        this.messages.push(notice);
    },
});

import { useFormFocus } from "@livechat_info_panel/core/common/form_focus";

import { Component, status, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";

/** In which an agent answers the customer of a closed conversation by email. */
export class MessageForm extends Component {
    static template = "livechat_info_panel.MessageForm";
    static props = { thread: Object };

    setup() {
        this.errorId = uniqueId("o-livechatInfoPanel-message-");
        const { livechatMessageText, livechat_outcome } = this.props.thread;
        this.state = useState({
            /** what the agent typed; until then, the addresses that are known */
            emails: undefined,
            error: "",
            // Nobody has answered yet, or it is being written.
            isOpen: Boolean(livechatMessageText) || livechat_outcome === "no_agent",
        });
        useFormFocus(this.state, {
            form: useRef("form"),
            field: useRef("field"),
            button: useRef("toggle"),
        });
    }

    get emails() {
        return this.state.emails ?? this.props.thread.livechat_transcript_emails?.join(", ") ?? "";
    }

    onInputEmails(ev) {
        this.state.emails = ev.target.value;
        this.state.error = "";
    }

    onInputText(ev) {
        this.props.thread.livechatMessageText = ev.target.value;
        this.state.error = "";
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && !this.props.thread.livechatMessageText) {
            ev.preventDefault();
            ev.stopPropagation(); // or it would close the chat window, too
            this.state.isOpen = false;
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.send();
        }
    }

    async send() {
        const { thread } = this.props;
        if (thread.livechatIsSendingMessage) {
            return;
        }
        const text = thread.livechatMessageText;
        this.state.error = "";
        thread.livechatIsSendingMessage = true;
        try {
            // Not by `useService`: what was sent is sent, also if the panel has gone meanwhile.
            await this.env.services.orm.call("discuss.channel", "livechat_send_message", [
                [thread.id],
                text,
                this.emails,
            ]);
            if (thread.livechatMessageText === text) {
                thread.livechatMessageText = "";
                Object.assign(this.state, { emails: undefined, isOpen: false });
            }
        } catch (error) {
            const message =
                error.data?.message ??
                _t("The server does not answer. Nothing may have been sent.");
            if (status(this) === "destroyed") {
                this.env.services.notification.add(message, { type: "danger" });
            } else {
                Object.assign(this.state, { error: message, isOpen: true });
            }
        } finally {
            thread.livechatIsSendingMessage = false;
        }
    }
}

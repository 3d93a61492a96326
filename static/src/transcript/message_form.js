import { useFormFocus } from "@livechat_info_panel/core/common/form_focus";
import { useKeptForm } from "@livechat_info_panel/core/kept_form";

import { Component, useRef } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";

/** In which an agent answers the customer of a closed conversation by email. */
export class MessageForm extends Component {
    static template = "livechat_info_panel.MessageForm";
    static props = { thread: Object };

    setup() {
        this.errorId = uniqueId("o-livechatInfoPanel-message-");
        // Open at first if nobody has answered yet.
        this.form = useKeptForm("message", this.props.thread.livechat_outcome === "no_agent");
        useFormFocus(this.form, {
            form: useRef("form"),
            field: useRef("field"),
            button: useRef("toggle"),
        });
    }

    get emails() {
        const { livechat_transcript_emails: known } = this.props.thread;
        return this.form.typed.emails ?? known?.join(", ") ?? "";
    }

    get text() {
        return this.form.typed.text ?? "";
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && !this.text) {
            ev.preventDefault();
            ev.stopPropagation(); // or it would close the chat window, too
            this.form.isOpen = false;
        } else if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            this.send();
        }
    }

    send() {
        const args = [[this.props.thread.id], this.text, this.emails];
        return this.form.send(
            // Not by `useService`: what was sent is sent, also if the panel has gone meanwhile.
            () => this.env.services.orm.call("discuss.channel", "livechat_send_message", args),
            _t("The server does not answer. Nothing may have been sent.")
        );
    }
}

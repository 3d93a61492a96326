import { catchFocus } from "@livechat_info_panel/core/common/catch_focus";
import { useFormFocus } from "@livechat_info_panel/core/common/form_focus";

import { ChatWindow } from "@mail/core/common/chat_window";

import { Component, useRef, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { uniqueId } from "@web/core/utils/functions";

/** Where a visitor who left a message says to which address they want an answer, if they like. */
export class LeftEmail extends Component {
    static template = "livechat_info_panel.LeftEmail";
    static props = { thread: Object };

    setup() {
        this.livechatService = useService("im_livechat.livechat");
        this.inputRef = useRef("input");
        this.id = uniqueId("o-livechatInfoPanel-leftEmail-");
        this.state = useState({
            text: this.props.thread.livechatLeftEmail,
            error: "",
            isOpen: !this.props.thread.livechatLeftEmail,
            isSending: false,
        });
        // Not at first: the visitor may be writing their next message.
        useFormFocus(this.state, { field: this.inputRef });
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.state.error = "";
    }

    async send() {
        if (this.state.isSending) {
            return;
        }
        const email = this.state.text.trim();
        this.state.isSending = true;
        this.state.error = await this.livechatService.leaveEmail(email);
        this.state.isSending = false;
        if (this.state.error) {
            catchFocus(this.inputRef.el, this.inputRef.el?.form);
            return;
        }
        this.props.thread.livechatLeftEmail = email;
        this.state.isOpen = false;
    }
}

Object.assign(ChatWindow.components, { LeftEmail });

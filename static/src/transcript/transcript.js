import { useFormFocus } from "@livechat_info_panel/core/common/form_focus";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";
import { MessageForm } from "@livechat_info_panel/transcript/message_form";
import { Sending } from "@livechat_info_panel/transcript/sending";

import { Component, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { uniqueId } from "@web/core/utils/functions";

/** The ways by which a conversation leaves Odoo: by mail, or as a file. */
export class Transcript extends Component {
    static template = "livechat_info_panel.Transcript";
    static components = { MessageForm, Section, Sending };
    static props = { thread: Object };

    setup() {
        this.orm = useService("orm");
        this.hintId = uniqueId("o-livechatInfoPanel-transcript-");
        this.state = useState({
            /** what the agent typed; until then, the addresses that are known */
            text: undefined,
            error: "",
            isOpen: false,
            isSending: false,
        });
        useFormFocus(this.state, {
            form: useRef("form"),
            field: useRef("field"),
            button: useRef("toggle"),
        });
    }

    get text() {
        return this.state.text ?? this.props.thread.livechat_transcript_emails?.join(", ") ?? "";
    }

    get title() {
        return this.transcripts ? _t("Send conversation") : _t("Conversation");
    }

    /** Whoever receives none may not send, but who can read a conversation can keep it as a file. */
    get transcripts() {
        return this.props.thread.livechat_transcripts;
    }

    get earlierText() {
        const count = this.transcripts.count - this.transcripts.items.length;
        return count > 0 ? _t("%(count)s earlier", { count }) : "";
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.state.error = "";
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && !this.state.text) {
            ev.preventDefault();
            ev.stopPropagation(); // or it would close the chat window, too
            this.state.isOpen = false;
        }
    }

    async send() {
        if (this.state.isSending) {
            return;
        }
        const { text } = this.state;
        this.state.error = "";
        this.state.isSending = true;
        try {
            await this.orm.call("discuss.channel", "livechat_send_transcript", [
                [this.props.thread.id],
                this.text,
            ]);
            if (this.state.text === text) {
                Object.assign(this.state, { isOpen: false, text: undefined });
            }
        } catch (error) {
            this.state.error =
                error.data?.message ??
                _t("The server does not answer. Nothing may have been sent.");
            this.state.isOpen = true; // or it would be seen nowhere
        } finally {
            this.state.isSending = false;
        }
    }
}

function isDisplayed({ livechat_end_dt: endDt, livechat_transcripts: transcripts }) {
    return Boolean(transcripts || endDt);
}

sectionRegistry.add("transcript", { component: Transcript, isDisplayed }, { sequence: 100 });

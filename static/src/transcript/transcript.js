import { useFormFocus } from "@livechat_info_panel/core/common/form_focus";
import { useKeptForm } from "@livechat_info_panel/core/kept_form";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";
import { MessageForm } from "@livechat_info_panel/transcript/message_form";
import { Sending } from "@livechat_info_panel/transcript/sending";

import { Component, useRef } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";

/** The ways by which a conversation leaves Odoo: by mail, or as a file. */
export class Transcript extends Component {
    static template = "livechat_info_panel.Transcript";
    static components = { MessageForm, Section, Sending };
    static props = { thread: Object };

    setup() {
        this.hintId = uniqueId("o-livechatInfoPanel-transcript-");
        this.form = useKeptForm("transcript");
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

    onKeydown(ev) {
        if (ev.key === "Escape" && !this.form.typed.emails) {
            ev.preventDefault();
            ev.stopPropagation(); // or it would close the chat window, too
            this.form.isOpen = false;
        }
    }

    send() {
        const args = [[this.props.thread.id], this.emails];
        return this.form.send(
            // Not by `useService`: the panel may go meanwhile.
            () => this.env.services.orm.call("discuss.channel", "livechat_send_transcript", args),
            _t("The server does not answer. Nothing may have been sent.")
        );
    }
}

function isDisplayed({ livechat_end_dt: endDt, livechat_transcripts: transcripts }) {
    return Boolean(transcripts || endDt);
}

sectionRegistry.add("transcript", { component: Transcript, isDisplayed }, { sequence: 100 });

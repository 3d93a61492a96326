import { catchFocus } from "@livechat_info_panel/core/common/catch_focus";
import { isolate } from "@livechat_info_panel/core/common/isolate";
import { Moment } from "@livechat_info_panel/panel/moment";

import { Component, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** What became of a conversation that was sent: to whom, by whom, when. */
export class Sending extends Component {
    static template = "livechat_info_panel.Sending";
    static components = { Moment };
    static props = {
        /** an item of `livechat_transcripts` */
        sending: Object,
    };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ error: "" });
        this.isCalling = false;
    }

    get sending() {
        return this.props.sending;
    }

    /** What is not said by a colour alone. */
    get status() {
        return {
            queued: { icon: "fa-clock-o text-muted", label: _t("Queued") },
            sent: { icon: "fa-check text-success", label: _t("Sent") },
            cancelled: { icon: "fa-ban text-muted", label: _t("Cancelled") },
            failed: { icon: "fa-exclamation-triangle text-danger", label: _t("Failed") },
        }[this.sending.state];
    }

    /** By whom, and what else there is to know. */
    get details() {
        return [
            this.sending.kind === "message" && _t("Message"),
            this.sending.user_name ? isolate(this.sending.user_name) : _t("automatically"),
            this.sending.retry_user_name &&
                _t("retried by %(name)s", { name: isolate(this.sending.retry_user_name) }),
            this.sending.is_unfinished && _t("unfinished"),
        ].filter(Boolean);
    }

    get retryLabel() {
        return _t("Retry sending to %(emails)s", {
            emails: this.sending.failures.map((failure) => failure.email).join(", "),
        });
    }

    get cancelLabel() {
        return _t("Cancel sending to %(emails)s", { emails: this.sending.email_to });
    }

    async call(method) {
        if (this.isCalling) {
            return;
        }
        this.state.error = "";
        this.isCalling = true;
        try {
            await this.orm.call("livechat.transcript", method, [[this.sending.id]]);
            catchFocus(this.root.el); // for the button goes
        } catch (error) {
            this.state.error = error.data?.message ?? _t("The server does not answer.");
        } finally {
            this.isCalling = false;
        }
    }
}

import { getOutcomeLabels } from "@livechat_info_panel/outcome/outcome_labels";

import { Component, onMounted, status, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/**
 * In which an agent says how a conversation really ended, and why.
 *
 * What was typed stays when it cannot be saved.
 */
export class OutcomeForm extends Component {
    static template = "livechat_info_panel.OutcomeForm";
    static props = { thread: Object, close: Function };

    setup() {
        const { thread } = this.props;
        this.outcomes = Object.entries(getOutcomeLabels());
        this.select = useRef("select");
        this.reason = useRef("reason");
        this.state = useState({
            outcome: thread.livechat_outcome || this.outcomes[0][0],
            reason: thread.livechat_outcome_correction?.reason ?? "",
            error: "",
            isSaving: false,
        });
        onMounted(() => this.select.el.focus());
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation(); // or it would close the chat window, too
            this.props.close();
        }
    }

    async save() {
        if (!this.state.reason.trim()) {
            this.state.error = _t("Say why the outcome is another one.");
            this.reason.el.focus();
            return;
        }
        await this.send(this.state.outcome, this.state.reason);
    }

    async send(...correction) {
        if (this.state.isSaving) {
            return;
        }
        Object.assign(this.state, { isSaving: true, error: "" });
        const { outcome, reason } = this.state;
        try {
            await this.env.services.orm.silent.call("discuss.channel", "livechat_correct_outcome", [
                [this.props.thread.id],
                ...correction,
            ]);
        } catch (error) {
            const message = error.data?.message || _t("Not saved.");
            if (status(this) === "destroyed") {
                this.env.services.notification.add(message, { type: "danger" });
            } else {
                this.state.error = message;
            }
            return;
        } finally {
            this.state.isSaving = false;
        }
        // Who did not wait may have opened another form meanwhile, or changed what is in this one.
        const isSame = this.state.outcome === outcome && this.state.reason === reason;
        if (isSame && status(this) !== "destroyed") {
            this.props.close();
        }
    }
}

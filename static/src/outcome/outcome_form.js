import { useKeptForm } from "@livechat_info_panel/core/kept_form";
import { getOutcomeLabels } from "@livechat_info_panel/outcome/outcome_labels";

import { Component, useRef } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useForwardRefToParent } from "@web/core/utils/hooks";

/** In which an agent says how a conversation really ended, and why. */
export class OutcomeForm extends Component {
    static template = "livechat_info_panel.OutcomeForm";
    static props = { thread: Object, select: Function };

    setup() {
        this.form = useKeptForm("outcome");
        this.outcomes = Object.entries(getOutcomeLabels());
        this.reasonInput = useRef("reason");
        useForwardRefToParent("select");
    }

    get outcome() {
        const { livechat_outcome: known } = this.props.thread;
        return this.form.typed.outcome ?? (known || this.outcomes[0][0]);
    }

    get reason() {
        const { livechat_outcome_correction: known } = this.props.thread;
        return this.form.typed.reason ?? known?.reason ?? "";
    }

    /** The reason is that of the outcome which is shown by then, whatever others correct. */
    type(values) {
        const { outcome, reason } = this;
        this.form.type({ outcome, reason, ...values });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation(); // or it would close the chat window, too
            this.form.discard();
        }
    }

    save() {
        if (!this.reason.trim()) {
            this.form.error = _t("Say why the outcome is another one.");
            this.reasonInput.el.focus();
            return;
        }
        this.send(this.outcome, this.reason);
    }

    send(...correction) {
        const args = [[this.props.thread.id], ...correction];
        return this.form.send(
            // Not by `useService`: the form may go meanwhile.
            () =>
                this.env.services.orm.silent.call(
                    "discuss.channel",
                    "livechat_correct_outcome",
                    args
                ),
            _t("Not saved.")
        );
    }
}

import { isolate } from "@livechat_info_panel/core/common/isolate";
import { OutcomeForm } from "@livechat_info_panel/outcome/outcome_form";
import { getOutcomeLabels } from "@livechat_info_panel/outcome/outcome_labels";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/** How a closed conversation ended, and when; agents may correct it. */
export class Outcome extends Component {
    static template = "livechat_info_panel.Outcome";
    static components = { OutcomeForm, Section };
    static props = { thread: Object };

    setup() {
        this.editButton = useRef("edit");
        this.state = useState({ isEditing: false, mustFocus: false });
        useEffect(
            (mustFocus) => {
                if (mustFocus) {
                    this.editButton.el?.focus();
                    this.state.mustFocus = false;
                }
            },
            () => [this.state.mustFocus]
        );
    }

    get endDate() {
        return toLocaleDateTimeString(this.props.thread.livechat_end_dt);
    }

    get correction() {
        const { livechat_outcome_correction: correction } = this.props.thread;
        if (!correction) {
            return "";
        }
        return _t("Corrected from %(outcome)s by %(name)s on %(date)s: %(reason)s", {
            outcome: getOutcomeLabels()[correction.computed_outcome] ?? _t("none"),
            name: isolate(correction.user_name),
            date: toLocaleDateTimeString(deserializeDateTime(correction.date)),
            reason: isolate(correction.reason),
        });
    }

    edit() {
        this.state.isEditing = true;
    }

    close() {
        Object.assign(this.state, { isEditing: false, mustFocus: true });
    }
}

sectionRegistry.add(
    "outcome",
    {
        component: Outcome,
        isDisplayed: (thread) => Boolean(thread.livechat_end_dt),
        isFixed: true,
    },
    { sequence: 20 }
);

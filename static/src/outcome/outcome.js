import { useFormFocus } from "@livechat_info_panel/core/common/form_focus";
import { isolate } from "@livechat_info_panel/core/common/isolate";
import { useKeptForm } from "@livechat_info_panel/core/kept_form";
import { watchUser } from "@livechat_info_panel/core/watch_user";
import { OutcomeForm } from "@livechat_info_panel/outcome/outcome_form";
import { getOutcomeLabels } from "@livechat_info_panel/outcome/outcome_labels";
import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { useComposerFocus } from "@livechat_info_panel/panel/composer_focus";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component, useRef, useState } from "@odoo/owl";

import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useChildRef } from "@web/core/utils/hooks";

/** How long after its end a conversation can be reopened, in hours, as the server has it. */
const REOPENING_HOURS = 24;

/** How a closed conversation ended, and when; agents may correct it, or reopen the conversation. */
export class Outcome extends Component {
    static template = "livechat_info_panel.Outcome";
    static components = { OutcomeForm, Section };
    static props = { thread: Object };

    setup() {
        this.focusComposer = useComposerFocus();
        this.form = useKeptForm("outcome");
        this.select = useChildRef();
        this.state = useState({ isReopening: false });
        useFormFocus(this.form, { button: useRef("edit"), field: this.select });
        useLivechatCommand(_t("Live chat: reopen"), () => this.reopen(), {
            isAvailable: () => this.reopeningRefusal === "",
        });
    }

    get label() {
        return getOutcomeLabels()[this.props.thread.livechat_outcome];
    }

    get endText() {
        const date = toLocaleDateTimeString(this.props.thread.livechat_end_dt);
        return _t("Closed on %(date)s", { date });
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

    /**
     * Why it cannot be reopened, empty if it can; undefined until the server has told, and of old
     * ones, of which nobody expects it.
     */
    get reopeningRefusal() {
        const { livechat_end_dt: end, livechat_reopening_refusal: refusal } = this.props.thread;
        if (luxon.DateTime.now().diff(end, "hours").hours > REOPENING_HOURS) {
            return undefined;
        }
        return refusal === false ? "" : refusal;
    }

    get reopeningText() {
        return _t("Cannot be reopened: %(reason)s", { reason: this.reopeningRefusal });
    }

    async reopen() {
        const { thread } = this.props;
        this.state.isReopening = true;
        try {
            const [, isAwaited] = await watchUser(
                this.env.services.orm.call("discuss.channel", "livechat_reopen", [[thread.id]])
            );
            if (isAwaited) {
                this.focusComposer(thread); // the button goes
            }
        } finally {
            this.state.isReopening = false;
        }
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

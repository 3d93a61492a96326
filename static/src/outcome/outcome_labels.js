import { _t } from "@web/core/l10n/translation";

/**
 * The outcomes that a closed conversation can have, as the field on the server names them.
 *
 * @returns {Object<string, string>} their labels, by their keys
 */
export function getOutcomeLabels() {
    return {
        no_failure: _t("Success"),
        escalated: _t("Escalated"),
        no_answer: _t("No answer"),
        missed: _t("Missed"),
        no_agent: _t("No one Available"),
    };
}

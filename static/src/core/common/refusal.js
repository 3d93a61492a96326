const REFUSALS = new Set([
    "odoo.addons.livechat_info_panel.models.visitor.message_length.MessageTooLong",
    "odoo.exceptions.AccessError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
]);

/**
 * Tell the user why the server refuses something.
 *
 * @param {Object} notification the service
 * @param {Error} error of a request
 * @throws what was no refusal
 */
export function tellRefusal(notification, error) {
    const refusal = getRefusal(error);
    if (!refusal) {
        throw error;
    }
    notification.add(refusal, { type: "warning" });
}

/**
 * @param {Error} error of a request
 * @returns {string|undefined} why the server refuses it, in the user's language. Nothing if it did
 *  not refuse it but failed: then it may be sent again as it is.
 */
export function getRefusal(error) {
    return REFUSALS.has(error.exceptionName) ? error.data.message : undefined;
}

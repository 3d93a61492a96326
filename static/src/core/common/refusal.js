const REFUSALS = new Set([
    "odoo.addons.livechat_info_panel.models.visitor.message_length.MessageTooLong",
    "odoo.exceptions.AccessError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
]);

/**
 * @param {Error} error of a request
 * @returns {string|undefined} why the server refuses it, in the user's language. Nothing if it did
 *  not refuse it but failed: then it may be sent again as it is.
 */
export function getRefusal(error) {
    return REFUSALS.has(error.exceptionName) ? error.data.message : undefined;
}

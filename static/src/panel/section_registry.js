import { registry } from "@web/core/registry";

/**
 * The sections of the information panel, in the order of their sequence.
 *
 * A section of another addon is added from outside, and asks for its data on the server by
 * extending `discuss.channel._get_livechat_session_fields_to_store`:
 *
 *     sectionRegistry.add(
 *         "my_addon.invoices",
 *         { component: Invoices, isDisplayed: (thread) => thread.invoices?.length },
 *         { sequence: 75 }
 *     );
 *
 * - component: receives the conversation as its only prop, `thread`, and frames what it shows
 *   with `Section`. It lives as long as the conversation is the one beside the panel.
 * - isDisplayed(thread): whether it has anything to say about this conversation.
 * - isFixed: whether it stands above those that users fold and move; optional.
 */
export const sectionRegistry = registry.category("livechat_info_panel.sections");

sectionRegistry.addValidation({
    component: Function,
    isDisplayed: Function,
    isFixed: { type: Boolean, optional: true },
});

/** Whether a section has anything to say; one that fails at that has not. */
export function isSectionDisplayed(section, thread) {
    try {
        return section.isDisplayed(thread);
    } catch (error) {
        console.error(error);
        return false;
    }
}

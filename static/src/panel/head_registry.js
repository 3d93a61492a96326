import { registry } from "@web/core/registry";

/**
 * What stays in sight at the head of the panel, however far it is scrolled: what the agent must not
 * overlook. Each component receives the conversation as its only prop, `thread`, lives as long as that
 * is the one beside the panel, and renders nothing if there is nothing.
 */
export const headRegistry = registry.category("livechat_info_panel.head");

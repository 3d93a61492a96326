import { useCommand } from "@web/core/commands/command_hook";
import { _t } from "@web/core/l10n/translation";
import { normalize } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";

const CATEGORY = "livechat_info_panel";

/**
 * Have something that the panel does in the command palette as long as a component is there.
 *
 * @param {string} name
 * @param {() => void} action
 * @param {import("@web/core/commands/command_service").CommandOptions} [options]
 */
export function useLivechatCommand(name, action, options = {}) {
    useCommand(name, action, {
        ...options,
        category: CATEGORY,
        // Else it is the palette's own, where that had the conversation opened.
        global: true,
    });
}

registry
    .category("command_categories")
    .add(CATEGORY, { namespace: "@", name: _t("Live chat") }, { sequence: 30 });

// In Discuss, the palette opens with its conversations (@), without the commands of anybody else.
registry.category("command_provider").add("livechat_info_panel", {
    namespace: "@",
    provide(env, { activeElement, searchValue }) {
        const commands = env.services.command
            .getCommands(activeElement)
            .filter(
                ({ category, isAvailable }) => category === CATEGORY && (isAvailable?.() ?? true)
            )
            // Of several panels, the one that was opened last.
            .filter(({ name }, i, all) => all.findLastIndex((other) => other.name === name) === i);
        // By words: what only has the letters would stand before the conversation that is meant.
        const words = normalize(searchValue).split(/\s+/);
        const found = commands.filter(({ name }) =>
            words.every((word) => normalize(name).includes(word))
        );
        return found.map(({ action, category, name }) => ({ action, category, name }));
    },
});

import { getPlace } from "@livechat_info_panel/panel/commands_service";

import { useComponent, useEffect, useEnv } from "@odoo/owl";

import { DefaultCommandItem } from "@web/core/commands/command_palette";
import { HotkeyCommandItem } from "@web/core/commands/default_providers";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { normalize } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const CATEGORY = "livechat_info_panel";

/**
 * Have something that the panel does in the command palette as long as a component is there, which
 * has a conversation as `thread`.
 *
 * @param {string} name
 * @param {() => void} action
 * @param {Object} [options]
 * @param {() => boolean} [options.isAvailable]
 * @param {boolean} [options.isCommon] whether it is the same in all conversations
 * @param {{el: HTMLElement}} [options.ref] of the component, outside of a panel
 * @param {string} [options.hotkey]
 * @param {import("@web/core/hotkeys/hotkey_service").HotkeyOptions} [options.hotkeyOptions]
 */
export function useLivechatCommand(name, action, options = {}) {
    const { hotkey, hotkeyOptions, isAvailable, isCommon } = options;
    const commands = useService("livechat_info_panel.commands");
    const component = useComponent();
    const ref = useEnv().livechatInfoPanel ?? options.ref;
    const getOwnPlace = () => getPlace(ref?.el);
    const getThread = () => component.props.thread;
    useEffect(
        () =>
            commands.add({
                action,
                getPlace: getOwnPlace,
                getThread,
                hotkey,
                isAvailable,
                isCommon,
                name,
            }),
        () => []
    );
    if (hotkey) {
        const { isAvailable: isKeyAvailable, withOverlay, ...others } = hotkeyOptions;
        const isMeant = (target) => commands.isMeant(getOwnPlace(), target);
        useHotkey(hotkey, action, {
            ...others,
            // Else it is the palette's own, where that had the conversation opened.
            global: true,
            isAvailable: (target) => isKeyAvailable() && isMeant(target),
            withOverlay: () => isMeant(document.activeElement) && withOverlay(),
        });
    }
}

registry
    .category("command_categories")
    .add(CATEGORY, { namespace: "@", name: _t("Live chat") }, { sequence: 30 });

const getCommands = (env) => env.services["livechat_info_panel.commands"].getAvailable();

registry.category("command_provider").add("livechat_info_panel.commands", {
    provide: (env) =>
        getCommands(env).map(({ action, fullName, hotkey, name }) => ({
            Component: hotkey ? HotkeyCommandItem : DefaultCommandItem,
            action,
            category: CATEGORY,
            name: fullName ?? name,
            props: { hotkey },
        })),
});

// In Discuss, the palette opens with its conversations (@), without the commands of anybody else.
registry.category("command_provider").add("livechat_info_panel", {
    namespace: "@",
    provide(env, { searchValue }) {
        // By words: what only has the letters would stand before the conversation that is meant.
        // So would what only has the customer's name.
        const words = normalize(searchValue).split(/\s+/);
        const hasSome = (text) => words.some((word) => normalize(text).includes(word));
        const hasAll = (text) => words.every((word) => normalize(text).includes(word));
        return getCommands(env)
            .filter(({ fullName, name }) => hasSome(name) && hasAll(fullName ?? name))
            .map(({ action, fullName, name }) => ({
                action,
                category: CATEGORY,
                name: fullName ?? name,
            }));
    },
});

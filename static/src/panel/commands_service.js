import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** What shows one conversation at a time. */
const PLACE = ".o-mail-ChatWindow, .o-mail-Discuss, .o-mail-Meeting";
/** What stands above all: dialogs, as the command palette is one, and menus. */
const ABOVE = ".o-overlay-container";

export const getPlace = (el) => el?.closest?.(PLACE) ?? undefined;

/**
 * What panels do in the command palette. Of several conversations on the screen, the one that the
 * user is in is meant; where that has no commands, each command names its customer.
 */
export class Commands {
    all = new Set();
    /** Where the user is, or was before something stood above. */
    last;

    /**
     * @param {Object} command
     * @param {string} command.name
     * @param {() => void} command.action
     * @param {() => HTMLElement|undefined} command.getPlace
     * @param {() => import("models").Thread} command.getThread
     * @param {string} [command.hotkey]
     * @param {() => boolean} [command.isAvailable]
     * @param {boolean} [command.isCommon] whether it is the same in all conversations
     * @returns {() => void} to be called when it is gone
     */
    add(command) {
        this.all.add(command);
        return () => this.all.delete(command);
    }

    get current() {
        return this.last?.isConnected ? this.last : undefined;
    }

    /** Whether there are other conversations on the screen. */
    get isOneOfSeveral() {
        return document.querySelectorAll(PLACE).length > 1;
    }

    /** @returns {Object[]} what can be done now, by names that tell of whom */
    getAvailable() {
        const all = [...this.all];
        const own = all.filter(({ getPlace }) => this.current && getPlace() === this.current);
        const isNamed = !own.length && this.isOneOfSeveral;
        const isShown = ({ isAvailable }) => isAvailable?.() ?? true;
        return (own.length ? own : all)
            .filter(isShown)
            .filter((command, i, others) => i === others.findLastIndex(this.isSame(command)))
            .map((command) => ({ ...command, ...(isNamed && this.getNamed(command)) }));
    }

    isSame(command) {
        return ({ name, getPlace, isCommon }) =>
            name === command.name && (isCommon || getPlace() === command.getPlace());
    }

    getNamed({ name, getThread, isCommon }) {
        return isCommon
            ? {}
            : { fullName: `${name} – ${getThread().displayName}`, hotkey: undefined };
    }

    /** Whether a key that was pressed somewhere is meant for a conversation. */
    isMeant(place, target) {
        const pressedIn = getPlace(target) ?? this.current;
        return pressedIn ? pressedIn === place : !this.isOneOfSeveral;
    }
}

export const commandsService = {
    start() {
        const commands = new Commands();
        const keep = ({ target, type }) => {
            const isNowhere = type === "keydown" && target === document.body;
            if (!isNowhere && !target.closest?.(ABOVE)) {
                commands.last = getPlace(target);
            }
        };
        for (const type of ["focusin", "keydown", "pointerdown"]) {
            browser.addEventListener(type, keep, { capture: true });
        }
        return commands;
    },
};

registry.category("services").add("livechat_info_panel.commands", commandsService);

import { toRaw, useEnv } from "@odoo/owl";

/**
 * To go on writing to the customer. In a chat window the panel stands in place of the messages and
 * of what one writes: it goes.
 *
 * @returns {(thread: import("models").Thread) => void}
 */
export function useComposerFocus() {
    const env = useEnv();
    return (thread) => {
        if (env.inChatWindow) {
            env.closeActionPanel?.();
        }
        toRaw(thread).composer.autofocus++; // by now, what was pressed may be gone
    };
}

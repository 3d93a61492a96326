import { reactive, toRaw, useComponent, useEffect, useState } from "@odoo/owl";

/**
 * Keep something with a conversation: it is there again when its panel is.
 *
 * @template {Object} T
 * @param {import("models").Thread} thread
 * @param {string} name
 * @param {() => T} make makes it at first
 * @returns {T}
 */
export function useKept(thread, name, make) {
    return useState((toRaw(thread.livechatKept)[name] ??= make()));
}

/**
 * A form of a conversation, and all that was typed into it, until that is sent or discarded: the
 * agent may look at another conversation meanwhile, also while it is being sent.
 */
export class KeptForm {
    /** What was typed, by field; the other fields show what is known. */
    typed = {};
    error = "";
    isSending = false;
    /** How many components show it just now. */
    shownCount = 0;

    /**
     * It is kept as long as the conversation is, and must lead to no component.
     *
     * @param {boolean} isOpen at first
     * @param {(error: string) => void} tell called where nobody may see the form
     */
    constructor(isOpen, tell) {
        Object.assign(this, { isOpen, tell });
    }

    type(values) {
        Object.assign(this.typed, values);
        this.error = "";
    }

    discard() {
        Object.assign(this, { error: "", isOpen: false, typed: {} });
    }

    /**
     * @param {() => Promise} request sends what is in the form now
     * @param {string} failure what is said if the server does not say why it failed
     */
    async send(request, failure) {
        // Read through what the component has, the form would tell it, also after it has gone.
        const form = reactive(toRaw(this));
        if (form.isSending) {
            return;
        }
        const sent = { ...form.typed };
        const isSame = () => JSON.stringify(form.typed) === JSON.stringify(sent);
        Object.assign(form, { error: "", isSending: true });
        try {
            await request();
            if (isSame()) {
                form.discard();
            }
        } catch (error) {
            const typed = Object.keys(form.typed).length ? form.typed : sent;
            // It is opened, or it would be seen nowhere.
            Object.assign(form, { error: error.data?.message || failure, isOpen: true, typed });
            if (!form.shownCount) {
                form.tell(form.error);
            }
        } finally {
            form.isSending = false;
        }
    }
}

/**
 * @param {string} name
 * @param {boolean} [isOpen] at first
 * @returns {KeptForm} of the conversation in the component's props
 */
export function useKeptForm(name, isOpen = false) {
    const { env, props } = useComponent();
    const form = useKept(props.thread, name, () => makeForm(isOpen, env.services));
    const kept = toRaw(form);
    useEffect(
        () => {
            kept.shownCount++;
            return () => kept.shownCount--;
        },
        () => []
    );
    return form;
}

function makeForm(isOpen, { notification }) {
    return new KeptForm(isOpen, (error) => notification.add(error, { type: "danger" }));
}

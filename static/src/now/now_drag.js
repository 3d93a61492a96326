import { isolate } from "@livechat_info_panel/core/common/isolate";
import { tellRefusal } from "@livechat_info_panel/core/common/refusal";

import { useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { makeDraggableHook } from "@web/core/utils/draggable_hook_builder_owl";
import { useService } from "@web/core/utils/hooks";
import { touching } from "@web/core/utils/ui";

/** The rows stay where they are: only a name follows the pointer. */
const useDraggableInPlace = makeDraggableHook({
    name: "useDraggableInPlace",
    onComputeParams: ({ ctx }) => (ctx.followCursor = false),
    onDragStart: ({ ctx }) => ({ element: ctx.current.element }),
    onDrag: ({ ctx }) => ({ element: ctx.current.element }),
    onDragEnd: () => ({}),
    onDrop: () => ({}),
});

/** @returns {number} id of the user whose card is beneath the pointer, 0 if none is */
function findAgent(root, { x, y }) {
    const cards = root.querySelectorAll("[data-agent-id]");
    const [card] = touching(cards, { x, y });
    return Number(card?.dataset.agentId ?? 0);
}

/**
 * Hand over a conversation whose row is dropped onto an agent.
 *
 * @param {{el: HTMLElement}} ref which contains rows and agents
 * @param {{enable: () => boolean, getThread: (id: number) => import("models").Thread}} options
 * @returns {{agentId: number, name: string, threadId: number, x: number, y: number}} what is
 *     dragged, above whom
 */
export function useNowDrag(ref, { enable, getThread }) {
    const notification = useService("notification");
    const orm = useService("orm");
    const drag = useState({ agentId: 0, name: "", threadId: 0, x: 0, y: 0 });

    async function reassign(thread, userId) {
        const customer = isolate(thread.displayName);
        try {
            const { name } = await orm.call("discuss.channel", "livechat_reassign", [[thread.id]], {
                base: thread.livechat_last_handover_id || 0,
                user_id: userId,
            });
            const text = _t("%(agent)s has the conversation with %(customer)s now.", {
                agent: isolate(name),
                customer,
            });
            notification.add(isolate(text), { type: "success" });
        } catch (error) {
            tellRefusal(notification, error);
        }
    }

    useDraggableInPlace({
        ref,
        enable,
        elements: "[data-thread-id]",
        ignore: ".btn",
        cursor: "grabbing",
        onDragStart({ element, x, y }) {
            const thread = getThread(Number(element.dataset.threadId));
            Object.assign(drag, { name: thread.displayName, threadId: thread.id, x, y });
        },
        onDrag({ x, y }) {
            Object.assign(drag, { agentId: findAgent(ref.el, { x, y }), x, y });
        },
        onDrop({ x, y }) {
            const thread = getThread(drag.threadId);
            const agentId = findAgent(ref.el, { x, y });
            if (thread && agentId) {
                reassign(thread, agentId);
            }
        },
        onDragEnd() {
            Object.assign(drag, { agentId: 0, threadId: 0 });
        },
    });
    return drag;
}

import { useEnv, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";

/**
 * What an agent does about who the customer of a conversation is.
 *
 * @param {import("models").Thread} thread
 */
export function useContactActions(thread) {
    const { services } = useEnv();
    const { id } = thread; // once: read after an answer, it would tell a component that has gone
    const state = useState({ isBusy: false });

    /** Call a method of the conversation, one at a time; who clicked is told what went wrong. */
    async function call(method, args, { onDone, onSettled }) {
        if (state.isBusy) {
            return;
        }
        state.isBusy = true;
        try {
            const result = await services.orm.call("discuss.channel", method, [[id], ...args]);
            onDone?.(result);
        } catch (error) {
            services.notification.add(error.data?.message || _t("Not saved."), { type: "danger" });
        }
        try {
            await onSettled?.();
        } finally {
            state.isBusy = false;
        }
    }

    /** Whatever became of it, the panel shows afterwards what is so: others may have been quicker. */
    async function change(method, ...args) {
        const onSettled = () => services["livechat_info_panel.session_data"].fetch({ id });
        await call(method, args, { onSettled });
    }

    const link = (partnerId) => change("livechat_link_contact", partnerId);

    return {
        state,
        link,
        linkOthers: () => change("livechat_link_guest_conversations"),
        unlink: () => change("livechat_unlink_contact"),
        /** Choose the contact among all. */
        search() {
            services.dialog.add(SelectCreateDialog, {
                multiSelect: false,
                noCreate: true,
                onSelected: ([partnerId]) => void link(partnerId),
                resModel: "res.partner",
                title: _t("Link a contact"),
            });
        },
        /** Create the contact, from what is known of the customer. */
        async create() {
            await call("livechat_get_contact_defaults", [], {
                onDone: (context) =>
                    services.dialog.add(FormViewDialog, {
                        canExpand: false,
                        context,
                        onRecordSaved: (record) => void link(record.resId),
                        resModel: "res.partner",
                        title: _t("Create contact"),
                    }),
            });
        },
    };
}

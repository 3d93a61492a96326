import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/**
 * Tells the agent, in whatever app, who asks for help and what was handed over to them.
 *
 * There is one notification a conversation: a later one replaces it. A call for help goes when the
 * conversation is shown, or as soon as somebody answers. What was handed over stays until the agent
 * saw it in the panel: Odoo opens the window of such a conversation by itself.
 */
export class HelpNotifications {
    /** @type {Map<number, {isHelp: boolean, close: () => void}>} by the id of the conversation */
    shown = new Map();
    /** Ids of the conversations of which the panel shows what was handed over to the agent. */
    inPanel = new Set();

    constructor(services) {
        this.action = services.action;
        this.notification = services.notification;
        this.store = services["mail.store"];
    }

    onHelpRequested({ channel_id: id, customer, asker, text, user_ids, is_overdue }) {
        if (!user_ids.includes(user.userId) || this.getThread(id)?.isDisplayed) {
            return;
        }
        this.show(id, this.getRequestText(asker, text), {
            title: is_overdue
                ? _t("%(customer)s: nobody has joined yet", { customer })
                : _t("%(customer)s: help needed", { customer }),
            type: is_overdue ? "danger" : "warning",
            isHelp: true,
            buttons: [
                { name: _t("Open"), onClick: () => this.open(id) },
                {
                    name: _t("Join"),
                    icon: "fa-sign-in",
                    primary: true,
                    onClick: () => this.join(id),
                },
            ],
        });
    }

    onManyHelpRequested({ count, user_ids }) {
        if (!user_ids.includes(user.userId)) {
            return;
        }
        const close = this.notification.add(
            _t("%(count)s conversations look for help", { count }),
            {
                type: "warning",
                buttons: [
                    {
                        name: _t("View all"),
                        primary: true,
                        onClick: () => {
                            close();
                            this.action.doAction(
                                "im_livechat.discuss_channel_looking_for_help_action"
                            );
                        },
                    },
                ],
            }
        );
    }

    onHelpEnded({ channel_ids }) {
        channel_ids.forEach((id) => this.closeHelp(id));
    }

    onHandedOver({ channel_id: id, customer, from, comment }) {
        this.refreshHandover(id);
        if (this.inPanel.has(id)) {
            return;
        }
        this.show(id, comment || "", {
            title: from
                ? _t("%(from)s handed %(customer)s over to you", { customer, from })
                : _t("%(customer)s was handed over to you", { customer }),
            type: "info",
            buttons: [{ name: _t("Open"), primary: true, onClick: () => this.open(id) }],
        });
    }

    getRequestText(asker, text) {
        if (!asker) {
            return text || _t("No agent is in this conversation");
        }
        return text
            ? _t("%(name)s asks: %(text)s", { name: asker, text })
            : _t("%(name)s asks for help", { name: asker });
    }

    show(id, message, { isHelp = false, ...options }) {
        this.close(id);
        const entry = { isHelp };
        this.shown.set(id, entry);
        entry.close = this.notification.add(message, {
            ...options,
            sticky: true,
            onClose: () => this.shown.get(id) === entry && this.shown.delete(id),
        });
    }

    /** @param {number} id id of the conversation */
    closeHelp(id) {
        if (this.shown.get(id)?.isHelp) {
            this.close(id);
        }
    }

    /** @param {number} id id of the conversation */
    close(id) {
        this.shown.get(id)?.close();
    }

    /**
     * The panel shows what was handed over to the agent.
     *
     * @param {number} id id of the conversation
     * @returns {() => void} to be called when it does no longer
     */
    showInPanel(id) {
        this.inPanel.add(id);
        this.close(id);
        return () => this.inPanel.delete(id);
    }

    async open(id) {
        this.close(id);
        const thread = await this.store.Thread.getOrFetch({ model: "discuss.channel", id });
        thread?.open({ focus: true, bypassCompact: true });
        return thread;
    }

    async join(id) {
        const thread = await this.store.Thread.getOrFetch({ model: "discuss.channel", id });
        if (await thread?.joinForHelp()) {
            await this.open(id);
        } else {
            this.close(id);
        }
    }

    getThread(id) {
        return this.store.Thread.get({ model: "discuss.channel", id });
    }

    /** The panel of a conversation that was open before has asked for its data already. */
    refreshHandover(id) {
        if (this.getThread(id)?.hasFetchedLivechatSessionData) {
            this.store.fetchStoreData("/im_livechat/session/data", { channel_id: id });
        }
    }
}

export const helpNotificationService = {
    dependencies: ["action", "bus_service", "mail.store", "notification"],
    start(env, services) {
        const notifications = new HelpNotifications(services);
        const bus = services.bus_service;
        bus.subscribe("livechat_info_panel/help_requested", (payload) =>
            notifications.onHelpRequested(payload)
        );
        bus.subscribe("livechat_info_panel/many_help_requested", (payload) =>
            notifications.onManyHelpRequested(payload)
        );
        bus.subscribe("livechat_info_panel/help_ended", (payload) =>
            notifications.onHelpEnded(payload)
        );
        bus.subscribe("livechat_info_panel/handed_over", (payload) =>
            notifications.onHandedOver(payload)
        );
        return notifications;
    },
};

registry.category("services").add("livechat_info_panel.help_notification", helpNotificationService);

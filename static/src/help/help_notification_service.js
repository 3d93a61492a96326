import { isolate } from "@livechat_info_panel/core/common/isolate";
import { ConversationNotifications } from "@livechat_info_panel/core/conversation_notifications";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/**
 * Tells the agent who asks for help.
 *
 * A call for help goes when the conversation is shown, or as soon as somebody answers.
 */
export class HelpNotifications extends ConversationNotifications {
    constructor(services) {
        super(services);
        this.action = services.action;
    }

    onHelpRequested({ channel_id: id, customer: name, asker, text, user_ids, is_overdue }) {
        if (!user_ids.includes(user.userId) || this.getThread(id)?.isDisplayed) {
            return;
        }
        const customer = isolate(name);
        this.show(id, this.getRequestText(asker, text), {
            title: is_overdue
                ? isolate(_t("%(customer)s: nobody has joined yet", { customer }))
                : isolate(_t("%(customer)s: help needed", { customer })),
            type: is_overdue ? "danger" : "warning",
            buttons: [
                { name: _t("Open"), onClick: () => this.open(id) },
                {
                    name: _t("Join"),
                    icon: "fa-sign-in o-livechatInfoPanel-mirrored",
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
        channel_ids.forEach((id) => this.close(id));
    }

    getRequestText(asker, text) {
        if (!asker) {
            return text ? isolate(text) : _t("No agent is in this conversation");
        }
        const name = isolate(asker);
        return isolate(
            text
                ? _t("%(name)s asks: %(text)s", { name, text: isolate(text) })
                : _t("%(name)s asks for help", { name })
        );
    }

    async join(id) {
        const thread = await this.fetchThread(id);
        if (await thread?.livechatJoinForHelp()) {
            await this.open(id);
        } else {
            this.close(id);
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
        return notifications;
    },
};

registry.category("services").add("livechat_info_panel.help_notification", helpNotificationService);

import { useOpenBeside } from "@livechat_info_panel/panel/open_beside";
import { RecentConversation } from "@livechat_info_panel/recent/recent_conversation";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component, useEffect, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { uniqueId } from "@web/core/utils/functions";
import { useService } from "@web/core/utils/hooks";

/** What else the same customer chatted, or the customer's whole company. */
export class RecentConversations extends Component {
    static template = "livechat_info_panel.RecentConversations";
    static components = { RecentConversation, Section };
    static props = { thread: Object };

    setup() {
        this.groupName = uniqueId("o-livechatInfoPanel-recent-");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.openBeside = useOpenBeside();
        this.lastLoad = new KeepLast();
        this.state = useState({
            byCompany: false,
            /** those of the whole company, once they were asked for */
            ofCompany: undefined,
            isLoading: false,
            isOpening: false,
            /** id of the one that is previewed */
            openId: undefined,
        });
        useEffect(
            () => (this.state.ofCompany = undefined),
            () => [this.customerKey]
        );
        useEffect(
            (byCompany) => {
                if (byCompany) {
                    this.loadOfCompany();
                }
            },
            () => [
                this.isByCompany,
                this.customerKey,
                this.props.thread.livechat_recent_conversations,
            ]
        );
    }

    /** The customer may become another one, of another company. */
    get customerKey() {
        return `${this.props.thread.id} ${this.props.thread.livechat_contact_id?.id}`;
    }

    get hasCompany() {
        return Boolean(this.props.thread.livechat_contact_id?.livechatHasCompany);
    }

    /** The customer may become another one while the panel is open. */
    get isByCompany() {
        return this.state.byCompany && this.hasCompany;
    }

    get recent() {
        const { livechat_recent_conversations: ofContact } = this.props.thread;
        return (this.isByCompany && this.state.ofCompany) || ofContact;
    }

    get title() {
        const { count } = this.recent;
        return count
            ? _t("Recent conversations (%(count)s)", { count })
            : _t("Recent conversations");
    }

    get emptyText() {
        return this.isByCompany
            ? _t("No other conversation with this company.")
            : _t("No other conversation with this contact.");
    }

    async loadOfCompany() {
        this.state.isLoading = true;
        try {
            const { customerKey } = this;
            const list = await this.lastLoad.add(this.call("livechat_get_recent_conversations"));
            if (customerKey === this.customerKey) {
                this.state.ofCompany = list;
            }
        } catch (error) {
            this.state.byCompany = Boolean(this.state.ofCompany);
            this.notifyError(error);
        } finally {
            this.state.isLoading = false;
        }
    }

    async viewAll() {
        this.state.isOpening = true;
        try {
            const action = await this.call("action_livechat_open_recent");
            await this.openBeside(this.props.thread, action);
        } catch (error) {
            this.notifyError(error);
        } finally {
            this.state.isOpening = false;
        }
    }

    call(method) {
        const kwargs = { by_company: this.isByCompany };
        return this.orm.call("discuss.channel", method, [[this.props.thread.id]], kwargs);
    }

    notifyError(error) {
        const message = error.data?.message || _t("The conversations could not be loaded.");
        this.notification.add(message, { type: "danger" });
    }

    togglePreview(id) {
        this.state.openId = this.state.openId === id ? undefined : id;
    }
}

/** With a company to ask for there is something to find even if the contact is new. */
function isDisplayed({ livechat_contact_id: contact, livechat_recent_conversations: recent }) {
    return Boolean(recent && (recent.count || contact?.livechatHasCompany));
}

sectionRegistry.add(
    "recent_conversations",
    { component: RecentConversations, isDisplayed },
    { sequence: 80 }
);

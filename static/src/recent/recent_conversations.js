import { Requests } from "@livechat_info_panel/core/requests";
import { useListBeside } from "@livechat_info_panel/panel/open_beside";
import { RecentConversation } from "@livechat_info_panel/recent/recent_conversation";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component, status, useEffect, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
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
        this.list = useListBeside();
        this.store = useService("mail.store");
        this.requests = new Requests(([channel_id]) =>
            this.store.fetchStoreData("/livechat_info_panel/company_conversations", { channel_id })
        );
        this.state = useState({
            byCompany: false,
            loads: 0, // under way
            openId: undefined, // of the one that is previewed
        });
        useEffect(
            (isNeeded) => {
                if (isNeeded) {
                    this.loadOfCompany();
                }
            },
            () => [
                this.isByCompany &&
                    (!this.isOfCompanyKnown || this.props.thread.livechat_company_recent_is_old),
                this.props.thread.id,
                this.contactId,
            ]
        );
    }

    get contactId() {
        return this.props.thread.livechat_contact_id?.id;
    }

    get hasCompany() {
        return Boolean(this.props.thread.livechat_contact_id?.livechatHasCompany);
    }

    /** The customer may become another one while the panel is open. */
    get isByCompany() {
        return this.state.byCompany && this.hasCompany;
    }

    /** Whether those of the company are there, and it is the company of who the customer is now. */
    get isOfCompanyKnown() {
        const { livechat_company_recent_contact: contactId } = this.props.thread;
        return contactId !== undefined && contactId === this.contactId;
    }

    /** Until then, those of the customer stay. */
    get showsCompany() {
        return this.isByCompany && this.isOfCompanyKnown;
    }

    get recent() {
        const { thread } = this.props;
        const name = this.showsCompany ? "livechat_company_recent" : "livechat_recent";
        return {
            conversations: thread[`${name}_ids`],
            byEmail: thread[`${name}_by_email_ids`],
            count: thread[`${name}_count`],
            hasMore: thread[`${name}_has_more`],
        };
    }

    get title() {
        const { count, hasMore } = this.recent;
        if (!count) {
            return _t("Recent conversations");
        }
        return hasMore
            ? _t("Recent conversations (%(count)s+)", { count })
            : _t("Recent conversations (%(count)s)", { count });
    }

    get emptyText() {
        return this.showsCompany
            ? _t("No other conversation with this company.")
            : _t("No other conversation with this contact.");
    }

    async loadOfCompany() {
        const { thread } = this.props;
        this.state.loads++;
        try {
            await this.requests.fetch(thread.id);
        } catch (error) {
            // Not if nobody waits for it any more.
            if (status(this) !== "destroyed" && thread.eq(this.props.thread)) {
                this.state.byCompany = this.isOfCompanyKnown;
                const message = error.data?.message || _t("The conversations could not be loaded.");
                this.notification.add(message, { type: "danger" });
            }
        } finally {
            this.state.loads--;
        }
    }

    viewAll() {
        const kwargs = { by_company: this.isByCompany };
        this.list.open(this.props.thread, "action_livechat_open_recent", kwargs);
    }
}

/** With a company to ask for there is something to find even if the contact is new. */
function isDisplayed({ livechat_contact_id: contact, livechat_recent_count: count }) {
    return count !== undefined && Boolean(count || contact?.livechatHasCompany);
}

sectionRegistry.add(
    "recent_conversations",
    { component: RecentConversations, isDisplayed },
    { sequence: 80 }
);

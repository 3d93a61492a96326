import { isolate } from "@livechat_info_panel/core/common/isolate";
import { ElapsedTime } from "@livechat_info_panel/core/elapsed_time";
import { Hint } from "@livechat_info_panel/core/hint";
import { useListBeside } from "@livechat_info_panel/panel/open_beside";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { url } from "@web/core/utils/urls";

/** The customer's open tickets, whichever apps they are of, and the way to a new one. */
export class Tickets extends Component {
    static template = "livechat_info_panel.Tickets";
    static components = { ElapsedTime, Hint, Section };
    static props = { thread: Object };
    static kind = "ticket";
    static wizardAction = "livechat_info_panel.livechat_ticket_wizard_action";

    setup() {
        this.list = useListBeside();
    }

    get tickets() {
        return this.props.thread.livechat_tickets;
    }

    get sectionClass() {
        return `o-livechatInfoPanel-${this.constructor.kind}s`;
    }

    get title() {
        return _t("Open tickets");
    }

    get createText() {
        return _t("Create ticket");
    }

    getSince(ticket) {
        return deserializeDateTime(ticket.date);
    }

    getHref(ticket) {
        return url(`/odoo/${ticket.model}/${ticket.id}`);
    }

    getLinkTitle(ticket) {
        const name = [ticket.number, ticket.title].filter(Boolean).join(" ");
        return _t("Open %(name)s in a new tab", { name });
    }

    /** @param {{count: number, name: string|false}} more of one app, named if there are several */
    getMoreText({ count, name }) {
        return name
            ? _t("and %(count)s more: %(name)s", { count, name: isolate(name) })
            : _t("and %(count)s more", { count });
    }

    create() {
        this.props.thread.openLivechatDialog(this.constructor.wizardAction);
    }

    viewAll({ provider }) {
        const { kind } = this.constructor;
        this.list.open(this.props.thread, "action_livechat_open_tickets", { kind, provider });
    }
}

const isDisplayed = (tickets) => Boolean(tickets && (tickets.items.length || tickets.can_create));

sectionRegistry.add(
    "tickets",
    { component: Tickets, isDisplayed: (thread) => isDisplayed(thread.livechat_tickets) },
    { sequence: 85 }
);

/** As the tickets, the customer's open leads. */
export class Leads extends Tickets {
    static kind = "lead";
    static wizardAction = "livechat_info_panel.livechat_lead_wizard_action";

    get tickets() {
        return this.props.thread.livechat_leads;
    }

    get title() {
        return _t("Open leads");
    }

    get createText() {
        return _t("Create lead");
    }
}

sectionRegistry.add(
    "leads",
    { component: Leads, isDisplayed: (thread) => isDisplayed(thread.livechat_leads) },
    { sequence: 90 }
);

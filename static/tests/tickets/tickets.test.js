import {
    createConversation,
    livechatInfoPanelModels,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { click, contains } from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";

import {
    defineModels,
    fields,
    getKwArgs,
    makeServerError,
    onRpc,
} from "@web/../tests/web_test_helpers";

const { DiscussChannel: PanelChannel } = livechatInfoPanelModels;

class DiscussChannel extends PanelChannel {
    /** On the server no fields. */
    livechat_tickets = fields.Json();
    livechat_leads = fields.Json();

    _livechat_session_to_store(store, id) {
        super._livechat_session_to_store(...arguments);
        const [{ livechat_tickets, livechat_leads }] = this.browse(id);
        store._add_record_fields(this.browse(id), { livechat_tickets, livechat_leads });
    }

    action_livechat_open_tickets() {
        const { kind, provider } = getKwArgs(arguments, "ids", "kind", "provider");
        expect.step([kind, provider]);
        return {
            type: "ir.actions.act_window",
            name: "Open tickets",
            res_model: "res.partner",
            views: [[false, "list"]],
        };
    }
}

describe.current.tags("desktop");
defineModels({ ...livechatInfoPanelModels, DiscussChannel });

const TICKETS = ".o-livechatInfoPanel-tickets";
const LEADS = ".o-livechatInfoPanel-leads";

function makeTicket(values) {
    return {
        model: "helpdesk.ticket",
        id: 7,
        number: "HT00007",
        title: "The mower smokes",
        stage: "In Progress",
        user_name: "Otto",
        date: "2025-06-03 10:20:00",
        is_by_email: false,
        ...values,
    };
}

function makeTickets(values) {
    return { can_create: true, count: 1, items: [makeTicket()], more: [], ...values };
}

/** Start with a conversation of whose customer the server says this. */
async function startWith(values) {
    const pyEnv = await startAgentServer();
    await startWithConversation(createConversation(pyEnv, values));
    await contains(".o-livechatInfoPanel h6", { text: "Tags" });
}

/** Write in steps the dialogs that are opened, instead of opening them. */
function stepDialogs() {
    onRpc("/web/action/load", async (request) => {
        const { params } = await request.json();
        expect.step([params.action_id, params.context.active_id]);
        return { type: "ir.actions.client", tag: "soft_reload" };
    });
}

test("number, title, stage, who has it, age, and the way there in a new tab", async () => {
    mockDate("2025-06-04 11:20:00");
    await startWith({ livechat_tickets: makeTickets() });
    await contains(`${TICKETS} h6`, { text: "Open tickets" });
    const [text] = queryAllTexts(`${TICKETS} li`);
    expect(text.split(/\s*\n\s*/)).toEqual([
        "HT00007",
        "The mower smokes",
        "Stage",
        "In Progress",
        "1 day, 1 hr",
        "Assigned to",
        "Otto",
    ]);
    const link = queryOne(`${TICKETS} li a`);
    expect(link).toHaveAttribute("href", /\/odoo\/helpdesk\.ticket\/7$/);
    expect(link).toHaveAttribute("target", "_blank");
    expect(link).toHaveAttribute("aria-label", "Open HT00007 The mower smokes in a new tab");
    await contains(LEADS, { count: 0 });
});

test("what is not known is not said, and what is not sure is", async () => {
    const bare = makeTicket({ number: false, stage: false, user_name: false, is_by_email: true });
    await startWith({ livechat_tickets: makeTickets({ items: [bare] }) });
    await contains(`${TICKETS} li`, { text: "unassigned" });
    await contains(`${TICKETS} li [data-tooltip*='not verified']`, {
        text: "same email, not verified",
    });
    expect(`${TICKETS} li`).not.toHaveText(/false/);
});

test("tickets and leads are created in dialogs of their own", async () => {
    stepDialogs();
    await startWith({
        livechat_tickets: makeTickets({ count: 0, items: [] }),
        livechat_leads: makeTickets({ items: [makeTicket({ model: "crm.lead" })] }),
    });
    await contains(`${TICKETS} li`, { count: 0 });
    await click(`${TICKETS} button`, { text: "Create ticket" });
    await contains(`${LEADS} h6`, { text: "Open leads" });
    expect(`${LEADS} li a`).toHaveAttribute("href", /\/odoo\/crm\.lead\/7$/);
    await click(`${LEADS} button`, { text: "Create lead" });
    const steps = ["livechat_ticket_wizard_action", "livechat_lead_wizard_action"];
    expect.verifySteps(steps.map((name) => [`livechat_info_panel.${name}`, 1]));
});

test("without the right to create there is no button, and nothing without tickets", async () => {
    await startWith({
        livechat_tickets: makeTickets({ can_create: false }),
        livechat_leads: makeTickets({ can_create: false, count: 0, items: [] }),
    });
    await contains(`${TICKETS} li`);
    await contains(`${TICKETS} button:not(.o-livechatInfoPanel-sectionHead *)`, { count: 0 });
    await contains(LEADS, { count: 0 });
});

test("without an app there is no section", async () => {
    await startWith({ livechat_tickets: false, livechat_leads: false });
    await contains(`${TICKETS}, ${LEADS}`, { count: 0 });
});

test("all of them are a list, of each app", async () => {
    await startWith({
        livechat_tickets: makeTickets({
            count: 9,
            more: [
                { provider: "helpdesk_mgmt", name: "Helpdesk Ticket", count: 3 },
                { provider: "project_task", name: "Task", count: 5 },
            ],
        }),
        livechat_leads: makeTickets({
            count: 3,
            more: [{ provider: "crm_lead", name: false, count: 2 }],
        }),
    });
    await contains(`${TICKETS} button`, { text: "and 3 more: Helpdesk Ticket" });
    await click(`${TICKETS} button`, { text: "and 5 more: Task" });
    await contains(".o_list_view");
    await contains(".o-mail-ChatWindow");
    expect.verifySteps([["ticket", "project_task"]]);
});

test("a list that could not be opened", async () => {
    onRpc("discuss.channel", "action_livechat_open_tickets", () => {
        throw makeServerError({ message: "No such luck" });
    });
    const more = [{ provider: "crm_lead", name: false, count: 2 }];
    await startWith({ livechat_leads: makeTickets({ more }) });
    await click(`${LEADS} button`, { text: "and 2 more" });
    await contains(".o_notification", { text: "No such luck" });
    await contains(`${LEADS} button:enabled`, { text: "and 2 more" });
});

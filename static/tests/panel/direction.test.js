import {
    createAgent,
    createHelpRequest,
    livechatInfoPanelModels,
    sendToAgent,
    startAgentServer,
    startWithConversation,
    SUGGESTION_DELAY,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";
import { SAVE_DELAY } from "@livechat_info_panel/notes/note_editor";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { click, contains, openFormView, start } from "@mail/../tests/mail_test_helpers";

import { after, describe, expect, test } from "@odoo/hoot";
import { edit } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";

import { defineModels, getService, onRpc, serverState } from "@web/../tests/web_test_helpers";

import { makeConflict, type } from "../notes/notes_test_helpers";
import {
    createWritten,
    createWrittenContact,
    DATE,
    DiscussChannel,
    expectIconsToBeMirrored,
    expectToBeRead,
    makeEvent,
    WRITTEN,
} from "./direction_test_helpers";

describe.current.tags("desktop");
defineModels({ ...livechatInfoPanelModels, DiscussChannel });

const SECTION = ".o-livechatInfoPanel-";

/** Sections that say nothing of a conversation. */
const getMissing = (id) => {
    const thread = getService("mail.store").Thread.get({ model: "discuss.channel", id });
    return sectionRegistry
        .getEntries()
        .filter(([, section]) => !section.isDisplayed(thread))
        .map(([name]) => name);
};

const STATES = {
    async "an open conversation with a guest"(pyEnv, write) {
        const channelId = createWritten(pyEnv, write, {
            livechat_contact_events: [makeEvent("unlinked", write)],
            livechat_match_ids: [
                createWrittenContact(pyEnv, {
                    name: write("match"),
                    company: write("match company"),
                }),
            ],
        });
        onRpc("discuss.channel", "livechat_get_preview", () => ({
            note: write("preview note"),
            messages: ["customer", "agent"].map((type, id) => ({
                id,
                type,
                author: write(`${type} author`),
                date: DATE,
                text: write(`${type} text`),
                attachments: [write(`${type} file`)],
            })),
            is_partial: false,
        }));
        await startWithConversation(channelId);
        await click(`${SECTION}recentConversation`);
        await contains(`${SECTION}previewMessage`, { count: 2 });
        sendToAgent("note_editing", {
            channel_id: channelId,
            editing_key: "theirs.1",
            is_editing: true,
            name: write("other editor"),
            user_id: 4242,
        });
        await contains(`${SECTION}noteOthers div`);
        expect(getMissing(channelId)).toEqual(["help", "outcome"]);
        return [
            ...["tag", "expertise", "guest", "match", "match company", "unlinked by"],
            ...["question", "answer", "linked page", "page", "brief from", "brief text"],
            ...["handover from", "handover to", "handover comment"],
            ...["recent agent", "recent channel", "recent tag", "preview note"],
            ...["customer author", "customer text", "customer file", "agent text"],
            ...["sender", "retrier", "failure", "note author", "other editor"],
            ...["lead title", "ticket stage", "ticket user", "lead provider"],
        ];
    },
    async "a closed conversation with a contact"(pyEnv, write) {
        const channelId = createWritten(pyEnv, write, {
            livechat_contact_events: [makeEvent("linked", write)],
            livechat_contact_id: createWrittenContact(pyEnv, {
                name: write("contact"),
                company: write("company"),
                is_company: true,
                tags: [{ id: 1, name: write("contact tag"), color: 0 }],
            }),
            livechat_is_linked: true,
            livechat_end_dt: DATE,
            livechat_outcome: "no_failure",
            livechat_status: false,
        });
        await startWithConversation(channelId);
        const [partner] = pyEnv["res.partner"].browse(serverState.partnerId);
        const correction = {
            computed_outcome: "missed",
            user_name: write("corrector"),
            date: DATE,
            reason: write("reason"),
        };
        pyEnv["bus.bus"]._sendone(partner, "mail.record/insert", {
            "discuss.channel": [{ id: channelId, livechat_outcome_correction: correction }],
        });
        await contains(`${SECTION}outcomeCorrection`);
        await click("label:contains(Whole company)");
        await contains(`${SECTION}recentConversations .fa-user-o`);
        await click(`${SECTION}outcome button:has(.fa-pencil)`);
        await contains(`${SECTION}outcome input`);
        expect(getMissing(channelId)).toEqual(["help", "status"]);
        return [
            ...["contact", "company", "contact tag", "linked by", "corrector", "reason"],
            "recent name",
        ];
    },
    async "a call for help"(pyEnv, write) {
        const agent = createAgent(pyEnv, write("asker"));
        const channelId = createHelpRequest(
            pyEnv,
            { agent, minutes: 5 },
            { livechat_help_text: write("help text") }
        );
        await startWithConversation(channelId);
        await contains(`${SECTION}help`);
        await contains(`.o-mail-DiscussSidebarChannel-container ${SECTION}helpEntry`);
        expect(getMissing(channelId)).not.toInclude("help");
        return ["asker", "help text"];
    },
    async "suggested tags"(pyEnv, write) {
        await startWithConversation(createWritten(pyEnv, write));
        await contains(`${SECTION}tags input`, { setFocus: true });
        await edit(write("new"), { instantly: true });
        await advanceTime(SUGGESTION_DELAY);
        await contains(`${SECTION}tags .o-autocomplete--dropdown-item:contains(Create)`);
        return ["tag", "new"];
    },
    async "the history of a note"(pyEnv, write) {
        onRpc("discuss.channel", "livechat_get_note_versions", () => ({
            versions: ["same", "added", "removed"].map((kind, id) => ({
                id,
                author: write(`${kind} by`),
                date: DATE,
                lines: [[kind, write(`${kind} line`)]],
            })),
            has_more: false,
        }));
        await startWithConversation(createWritten(pyEnv, write));
        await click("button[title='History of the note']");
        await contains(`${SECTION}noteHistory li`, { count: 3 });
        return ["same by", "same line", "added line", "removed line"];
    },
    async "two versions of a note"(pyEnv, write) {
        const values = { id: 102, theirs: write("theirs"), mine: write("mine") };
        const conflict = { ...makeConflict(values), author: write("other author") };
        onRpc("discuss.channel", "livechat_save_note", () => conflict);
        await startWithConversation(createWritten(pyEnv, write));
        await type("Mine");
        await advanceTime(SAVE_DELAY);
        await contains(`${SECTION}noteConflict`);
        return ["other author", "theirs", "mine"];
    },
    async notifications(pyEnv, write) {
        await start();
        await openFormView("res.partner", serverState.partnerId);
        sendToAgent("help_requested", {
            channel_id: 1,
            customer: write("caller"),
            asker: write("asker"),
            text: write("help text"),
            since: DATE,
            user_ids: [serverState.userId],
            is_overdue: false,
        });
        sendToAgent("handed_over", {
            channel_id: 2,
            customer: write("customer"),
            from: write("former"),
            comment: write("comment"),
        });
        await contains(".o-livechatInfoPanel-helpToast li");
        await contains(".o_notification");
        return ["caller", "asker", "help text", "customer", "former", "comment"];
    },
};

for (const [state, startIn] of Object.entries(STATES)) {
    test(`what is written in Arabic, in an English client: ${state}`, async () => {
        const pyEnv = await startAgentServer();
        expectToBeRead(await startIn(pyEnv, WRITTEN.rtl));
    });

    test(`what is written in English, in an Arabic client: ${state}`, async () => {
        const pyEnv = await startAgentServer();
        document.body.style.direction = "rtl";
        after(() => (document.body.style.direction = ""));
        expectToBeRead(await startIn(pyEnv, WRITTEN.ltr));
    });

    test(`icons point the other way in an Arabic client: ${state}`, async () => {
        const pyEnv = await startAgentServer();
        document.body.classList.add("o_rtl");
        after(() => document.body.classList.remove("o_rtl"));
        await startIn(pyEnv, WRITTEN.ltr);
        expect(expectIconsToBeMirrored()).toBeGreaterThan(0);
    });
}

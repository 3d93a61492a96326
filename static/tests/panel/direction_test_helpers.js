import {
    createContact,
    createConversation,
    livechatInfoPanelModels,
    makeRecent,
    makeSending,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { expect } from "@odoo/hoot";
import { queryAll } from "@odoo/hoot-dom";

import { fields } from "@web/../tests/web_test_helpers";

const { DiscussChannel: PanelChannel } = livechatInfoPanelModels;

export const DATE = "2025-06-03 10:20:00";
/** Is in all that people wrote, and in nothing else. */
const MARK = "¶";
const EMAIL = `somebody.with.a.very.long.name@departments.example.com${MARK}`;
const PHONE = `+351 220 555 014${MARK}`;
/** What is not Odoo's own. */
const OURS = "[class*='o-livechatInfoPanel'], .o_notification";
/** Names of icons that point somewhere. */
const POINTING = /\bfa-\S*(share|reply|forward|sign-|external|plane|left|right|play|step)/;

export class DiscussChannel extends PanelChannel {
    /** On the server no fields. */
    livechat_tickets = fields.Json();
    livechat_leads = fields.Json();

    _livechat_session_to_store(store, id) {
        super._livechat_session_to_store(...arguments);
        const [{ livechat_tickets, livechat_leads }] = this.browse(id);
        store._add_record_fields(this.browse(id), { livechat_tickets, livechat_leads });
    }
}

/** What people write in two languages, each too long for its line. */
export const WRITTEN = {
    ltr: (what) => `${what}${MARK}, long enough that nobody sees how it ends, written for C++ (2)`,
    rtl: (what) =>
        `نص ${what}${MARK} طويل بما يكفي بحيث لا يرى أحد كيف ينتهي وهو مكتوب لشخص رقم (2)`,
};

function makeTickets(kind, write) {
    const ticket = {
        model: `test.${kind}`,
        id: 7,
        number: `HT7${MARK}`,
        title: write(`${kind} title`),
        stage: write(`${kind} stage`),
        user_name: write(`${kind} user`),
        date: DATE,
        is_by_email: false,
    };
    const more = [{ provider: "test", count: 2, name: write(`${kind} provider`) }];
    return { can_create: true, count: 3, items: [ticket], more };
}

/** Create a conversation in which people wrote wherever they can. */
export function createWritten(pyEnv, write, values) {
    const [tagId] = pyEnv["im_livechat.conversation.tag"].create([{ name: write("tag") }]);
    const [expertiseId] = pyEnv["im_livechat.expertise"].create([{ name: write("expertise") }]);
    const recent = makeRecent({
        agents: [write("recent agent")],
        channel_name: write("recent channel"),
        name: write("recent name"),
        note: write("recent note"),
        tags: [{ id: 1, name: write("recent tag"), color: 0 }],
    });
    const sending = makeSending({
        email_to: `a@example.com, b@example.com${MARK}`,
        user_name: write("sender"),
        retry_user_name: write("retrier"),
        state: "failed",
        failures: [{ email: `a@example.com${MARK}`, reason: write("failure") }],
    });
    const channelId = createConversation(pyEnv, {
        livechat_chatbot_answers: [{ question: write("question"), answer: write("answer") }],
        livechat_conversation_tag_ids: [tagId],
        livechat_customer_name: write("guest"),
        livechat_visitor_email: EMAIL,
        livechat_visitor_phone: PHONE,
        livechat_expertise_ids: [expertiseId],
        livechat_brief: {
            kind: "need_help",
            name: write("brief from"),
            text: write("brief text"),
        },
        livechat_last_handover: {
            id: 1,
            kind: "reassigned",
            from_name: write("handover from"),
            to_user_id: 4242,
            to_name: write("handover to"),
            comment: write("handover comment"),
            date: DATE,
        },
        livechat_leads: makeTickets("lead", write),
        livechat_company_conversations: { count: 1, items: [recent] },
        livechat_recent_conversations: { count: 1, items: [recent] },
        livechat_tickets: makeTickets("ticket", write),
        livechat_transcripts: { count: 1, items: [sending] },
        livechat_visited_pages: [
            { name: write("linked page"), url: "https://example.com/", date: DATE },
            { name: write("page"), url: false, date: DATE },
        ],
        livechat_visitor_lang: "es-MX",
        ...values,
    });
    pyEnv["discuss.channel"]._write_note(channelId, write("note"), write("note author"));
    return channelId;
}

/** @returns {number} the id of a contact, see `createContact` */
export const createWrittenContact = (pyEnv, values) =>
    createContact(pyEnv, { email: EMAIL, phone: PHONE, ...values });

export function makeEvent(action, write) {
    return {
        action,
        contact_name: write(`${action} contact`),
        user_name: write(`${action} by`),
        date: DATE,
    };
}

function findWritten() {
    const walker = document.createTreeWalker(document.body, window.NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (data.includes(MARK) && parentElement.closest(OURS)) {
            texts.push(walker.currentNode);
        }
    }
    return texts;
}

/** What does not fit into its line loses its end, not its beginning. */
function isBeginningCut(text) {
    const box = text.parentElement.closest(".text-truncate")?.getBoundingClientRect();
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, 1);
    const first = range.getBoundingClientRect();
    return box?.width && (first.left < box.left - 1 || first.right > box.right + 1);
}

/** Alone, or as part of a sentence, which has a direction of its own, too. */
function hasOwnDirection({ parentElement: el }) {
    const own = el.closest("[dir], bdi");
    const around = own?.matches("bdi") && own.parentElement;
    if (around && [...around.childNodes].some((node) => /[a-z]{4}/.test(node.data ?? ""))) {
        return around.closest("[dir], bdi");
    }
    return own || getComputedStyle(el).unicodeBidi === "plaintext";
}

/** What went wrong is in the message, as Hoot cannot print a list that is another one. */
function expectNone(wrong, what) {
    expect(wrong).toHaveLength(0, { message: `${what}: ${wrong.join("\n")}` });
}

/** @param {string[]} found what is shown of that which people wrote, among others */
export function expectToBeRead(found) {
    const texts = findWritten();
    const getData = (nodes) => nodes.map((node) => node.data);
    expectNone(
        found.filter((what) => !getData(texts).some((data) => data.includes(what + MARK))),
        "not shown"
    );
    expectNone(
        getData(texts.filter((text) => !hasOwnDirection(text))),
        "without a direction of its own"
    );
    expectNone(getData(texts.filter(isBeginningCut)), "without its beginning");
    const inputs = ".o-livechatInfoPanel :is(input[type='text'], textarea)";
    expectNone(
        queryAll(`${inputs}:not([dir])`).map((el) => el.outerHTML),
        "fields without a direction"
    );
}

export function expectIconsToBeMirrored() {
    const icons = queryAll("[class*='o-livechatInfoPanel'] .fa, .o_notification .fa").filter((el) =>
        POINTING.test(el.className)
    );
    const isMirrored = (el) => getComputedStyle(el).transform !== "none";
    expectNone(
        icons.filter((el) => !isMirrored(el)).map((el) => el.className),
        "not mirrored"
    );
    return icons.length;
}

import {
    createConversation,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains } from "@mail/../tests/mail_test_helpers";

import { expect } from "@odoo/hoot";
import { edit, queryOne, waitUntil } from "@odoo/hoot-dom";
import { animationFrame, Deferred, tick } from "@odoo/hoot-mock";

import { getService, onRpc } from "@web/../tests/web_test_helpers";

export const NOTES = ".o-livechatInfoPanel-notes";
export const TEXT = `${NOTES} textarea`;
export const STATUS = `${NOTES} .o-livechatInfoPanel-noteFoot [role='status']`;
export const ALERT = `${NOTES} [role='alert']`;

/** Write in steps which notes the server is told to save. */
export function stepSaves() {
    onRpc("discuss.channel", "livechat_save_note", ({ args }) => {
        expect.step(args[1]);
    });
}

/** Hold back the server's answers to saves. */
export function holdAnswers() {
    const answer = new Deferred();
    onRpc("discuss.channel", "livechat_save_note", async ({ parent }) => {
        const result = await parent();
        await answer;
        return result;
    });
    return answer;
}

export async function type(text, { selector = TEXT } = {}) {
    await contains(`${selector}:enabled`, { setFocus: true });
    await edit(text);
    await animationFrame();
}

export async function blur(selector = TEXT) {
    queryOne(selector).blur();
    await tick();
}

/** What a colleague saves, who has the same conversation open somewhere else. */
export async function colleagueSaves(pyEnv, channelId, note) {
    const id = pyEnv["discuss.channel"]._write_note(channelId, note);
    const { Thread } = getService("mail.store");
    const thread = Thread.get({ model: "discuss.channel", id: channelId });
    await waitUntil(() => thread?.livechat_note_state?.id === id, { timeout: 5000 });
    await animationFrame();
}

export async function startNote(text = "", { channelValues, ...options } = {}) {
    const pyEnv = await startAgentServer();
    const channelId = createConversation(pyEnv, channelValues);
    if (text) {
        pyEnv["discuss.channel"]._write_note(channelId, text);
    }
    await startWithConversation(channelId, options);
    await contains(`${TEXT}:enabled`, { value: text });
    return { pyEnv, channelId, getNote: () => getNote(pyEnv, channelId) };
}

/** The note of a conversation, as the server has it. */
export const getNote = (pyEnv, channelId) =>
    pyEnv["discuss.channel"].browse(channelId)[0].livechat_note;

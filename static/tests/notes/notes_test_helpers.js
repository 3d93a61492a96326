import {
    createConversation,
    startAgentServer,
    startWithConversation,
} from "@livechat_info_panel/../tests/livechat_info_panel_test_helpers";

import { contains } from "@mail/../tests/mail_test_helpers";

import { expect } from "@odoo/hoot";
import { edit, queryOne, waitUntil } from "@odoo/hoot-dom";
import { animationFrame, tick } from "@odoo/hoot-mock";

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

/**
 * Answer the next saves, and write in steps what was sent: the text, the version on which it is
 * based, and, where the agent had to choose, the choice and the version that was shown.
 *
 * @param {...(Object|Promise<Object>)} answers
 */
export function answerSaves(...answers) {
    onRpc(
        "discuss.channel",
        "livechat_save_note",
        ({ args: [_ids, text, baseId, _key, ...choice] }) => {
            expect.step([text, baseId, ...choice]);
            return answers.shift();
        }
    );
}

/** Build what the server answers to a save. */
export function makeSaved({ id, text, typedId = id }) {
    return {
        id,
        text,
        author: "Mitchell Admin",
        date: "2025-06-03 10:20:00",
        is_saved: true,
        typed_version_id: typedId,
    };
}

/** Build what the server answers to a save where both changed the same lines. */
export function makeConflict({ id, theirs, mine }) {
    return {
        id,
        text: theirs,
        author: "Otto Agent",
        date: "2025-06-03 10:20:00",
        is_saved: false,
        conflicts: [{ theirs, mine }],
    };
}

/** Put a text in, at once: letter by letter, each would cost the tests a good part of a second. */
export async function type(text, { selector = TEXT } = {}) {
    await contains(`${selector}:enabled`, { setFocus: true });
    await edit(text, { instantly: true });
    await animationFrame();
}

export async function blur(selector = TEXT) {
    queryOne(selector).blur();
    await tick();
}

/**
 * What a colleague saves, who has the same conversation open somewhere else.
 *
 * @returns {Promise<number>} the id of the version
 */
export async function colleagueSaves(pyEnv, channelId, note) {
    const id = pyEnv["discuss.channel"]._write_note(channelId, note);
    const { Thread } = getService("mail.store");
    const thread = Thread.get({ model: "discuss.channel", id: channelId });
    await waitUntil(() => thread?.livechat_note_state?.id === id, { timeout: 5000 });
    await animationFrame();
    return id;
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

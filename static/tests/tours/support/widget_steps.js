/** Steps of a visitor, who only has the widget. */

export const WIDGET = ".o-livechat-root:shadow";
export const INPUT = `${WIDGET} .o-mail-Composer-input:enabled`;

export const open = () => ({ trigger: `${WIDGET} .o-livechat-LivechatButton`, run: "click" });
export const read = (text) => ({ trigger: `${WIDGET} .o-mail-Message:contains(${text})` });
export const readNotice = (text) => ({
    trigger: `${WIDGET} .o-mail-NotificationMessage:contains(${text})`,
});
export const send = (text) => [
    { trigger: INPUT, run: `edit ${text}` },
    { trigger: INPUT, run: "press Enter" },
];
export const write = (text) => [...send(text), read(text)];
/** Write something, and wait until the server has it. */
export const post = (text) => [
    ...send(text),
    { trigger: `${WIDGET} .o-mail-Message[data-persistent]:contains(${text})` },
];
export const reload = () => ({
    trigger: "body",
    run: () => window.location.reload(),
    expectUnloadPage: true,
});

/** Nothing can be waited for: what should not come has had the time to come. */
export const waitFor = (milliseconds) => ({
    trigger: "body",
    run: () => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

/** Let the chatbot take less time than a person would. */
export function hurryChatbot() {
    // Not imported, as this file is also in bundles that do not have the widget.
    const { Chatbot } = odoo.loader.modules.get("@im_livechat/core/common/chatbot_model");
    Object.assign(Chatbot, {
        MESSAGE_DELAY: 0,
        TYPING_DELAY: 0,
        MULTILINE_STEP_DEBOUNCE_DELAY: 2000,
    });
}

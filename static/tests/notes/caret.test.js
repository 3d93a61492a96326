import { mapOffset } from "@livechat_info_panel/notes/caret";

import { expect, test } from "@odoo/hoot";

test("the caret stays with its letter", () => {
    for (const [from, to] of [
        ["a\nhe|l", "a\nhey\nhe|l"],
        ["x\ny\nz|", "y\nz|"],
        ["one|", "one|"],
        ["a\n|\nb", "a\nnew\n|\nb"],
        ["a|\nb", "a|\nnew\nb"],
        ["a\n|b", "a\nnew\n|b"],
        ["- a\n- |b", "- a\n- new\n- |b"],
        ["abc|", "abc|\nnew"],
        ["tw|o\n\nthree", "one\n\ntw|o\n\nthree"],
        ["one\ntw|o", "one\ntw|o\n\nthree"],
        ["b|ad line", "b|etter line"],
        ["bad line|", "better line|"],
        ["bad| line", "b| line"],
        ["gone|", "|"],
        ["|", "new|"],
    ]) {
        const plain = (text) => text.replace("|", "");
        const offset = mapOffset(from.indexOf("|"), plain(from), plain(to));
        expect(offset).toBe(to.indexOf("|"), { message: `${from} → ${to}` });
    }
});

import { KeptForm } from "@livechat_info_panel/core/kept_form";

import { describe, expect, test } from "@odoo/hoot";
import { Deferred, microTick } from "@odoo/hoot-mock";
import { reactive } from "@odoo/owl";

describe.current.tags("headless");

test("who sends a form is not told of it, but who shows it", async () => {
    const answer = new Deferred();
    const kept = new KeptForm(true, (error) => expect.step(error));
    const sender = reactive(kept, () => expect.step("sender"));
    const shown = reactive(kept, () => {
        expect.step(shown.isSending ? "sending" : "shown");
    });
    expect(shown.isSending).toBe(false);
    const sent = sender.send(() => answer, "Not saved.");
    expect.verifySteps(["sending"]);
    await microTick();
    answer.reject(new Error());
    await sent;
    expect.verifySteps(["Not saved.", "shown"]);
    expect(kept.error).toBe("Not saved.");
});

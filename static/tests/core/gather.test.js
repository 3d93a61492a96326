import { gather } from "@livechat_info_panel/core/gather";

import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";

test("done once for many, and not put off by those that go on", async () => {
    const gathered = gather(() => expect.step("done"), 1000);
    for (let i = 0; i < 5; i++) {
        gathered();
        await advanceTime(400);
    }
    expect.verifySteps(["done"]);
    await advanceTime(1000);
    expect.verifySteps(["done"]);
    await advanceTime(1000);
    expect.verifySteps([]);
});

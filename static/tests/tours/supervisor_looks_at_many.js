import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const ROW = ".o-livechatInfoPanel-nowRow[data-thread-id]";
const AGENT = ".o-livechatInfoPanel-nowAgent";
const ONE = `${ROW}:contains(Guest 150)`;

function expectCount(selector, expected) {
    const count = document.querySelectorAll(selector).length;
    if (count !== expected) {
        throw new Error(`${count} instead of ${expected}: ${selector}`);
    }
}

/** A supervisor sees 200 conversations and 20 agents, and what happens to one of them. */
registry.category("web_tour.tours").add("livechat_info_panel.supervisor_looks_at_many", {
    steps: () => [
        {
            trigger: ONE,
            run({ anchor }) {
                expectCount(ROW, 200);
                expectCount(AGENT, 21);
                const args = [[Number(anchor.dataset.threadId)], "waiting"];
                return rpc("/web/dataset/call_kw/discuss.channel/livechat_set_status", {
                    model: "discuss.channel",
                    method: "livechat_set_status",
                    args,
                    kwargs: {},
                });
            },
        },
        {
            trigger: `${ONE} .badge:contains(Waiting for customer)`,
            run: () => expectCount(ROW, 200),
        },
    ],
});

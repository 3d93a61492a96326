import { REFRESH_DELAY } from "@livechat_info_panel/core/session_data_service";

import { advanceTime, animationFrame } from "@odoo/hoot-mock";

import { getService, MockServer, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

export const OUT_OF_DATE = ".o_notification:contains(The page is out of date)";

/** @param {...string} events what the bus says of its connection */
export async function tell(...events) {
    events.forEach((event) => getService("bus_service").trigger(`BUS:${event}`));
    await animationFrame();
    await advanceTime(REFRESH_DELAY);
    await animationFrame();
}

/** Have the bus forget what happened while the connection is lost. */
export function letTheBusForget() {
    getService("legacy_multi_tab").setSharedValue("last_notification_id", 1);
    onRpc("/bus/has_missed_notifications", () => true);
    // Of which nobody is told.
    patchWithCleanup(MockServer.env["bus.bus"], { _sendone() {} });
}

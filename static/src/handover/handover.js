import { isolate } from "@livechat_info_panel/core/common/isolate";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

/** From whom the agent has the conversation, and what they should know. */
export class Handover extends Component {
    static template = "livechat_info_panel.Handover";
    static components = { Section };
    static props = { thread: Object };

    get handover() {
        return this.props.thread.livechat_last_handover;
    }

    get isToSelf() {
        return this.handover.to_user_id === user.userId;
    }

    get text() {
        const { from_name, kind, to_name } = this.handover;
        const from = from_name && isolate(from_name);
        const to = isolate(to_name);
        if (kind === "joined") {
            return from
                ? _t("%(to)s joined to help %(from)s", { from, to })
                : _t("%(to)s joined to help", { to });
        }
        if (this.isToSelf) {
            return from
                ? _t("%(from)s handed this over to you", { from })
                : _t("This was handed over to you");
        }
        return from
            ? _t("Handed over by %(from)s to %(to)s", { from, to })
            : _t("Handed over to %(to)s", { to });
    }

    get date() {
        return toLocaleDateTimeString(deserializeDateTime(this.handover.date));
    }
}

/** Who joined to help knows that; who got it sees it at the panel's head, until they hide it. */
function isDisplayed({ livechatBrief: brief, livechat_last_handover: handover }) {
    const isToSelf = handover?.to_user_id === user.userId;
    return Boolean(
        handover && !(isToSelf && (handover.kind === "joined" || brief?.kind === "reassigned"))
    );
}

sectionRegistry.add(
    "handover",
    { component: Handover, isDisplayed, isFixed: true },
    { sequence: 1 }
);

import { isolate } from "@livechat_info_panel/core/common/isolate";
import { headRegistry } from "@livechat_info_panel/panel/head_registry";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { uniqueId } from "@web/core/utils/functions";

/** More than surely fits into the lines that it has. */
const LONG = 90;

/** What the user was told with the conversation, until they hide it. */
export class Brief extends Component {
    static template = "livechat_info_panel.Brief";
    static props = { thread: Object };

    setup() {
        this.labelId = uniqueId("o-livechatInfoPanel-brief-");
    }

    get brief() {
        return this.props.thread.livechatBrief;
    }

    get label() {
        const name = this.brief.name && isolate(this.brief.name);
        if (this.brief.kind === "need_help") {
            return name ? _t("%(name)s asked for help:", { name }) : _t("Call for help:");
        }
        return name ? _t("%(name)s handed it over:", { name }) : _t("Handed over:");
    }

    /** What a call for help asks for. A handover said nothing of it. */
    get expertiseText() {
        if (this.brief.kind !== "need_help") {
            return "";
        }
        const names = this.props.thread.livechat_expertise_ids.map(({ name }) => name);
        return names.length ? _t("Expertise: %(names)s", { names: formatList(names) }) : "";
    }

    /** Whether it has to be scrolled, by keyboard, too. */
    get isLong() {
        return this.brief.text.length > LONG || this.brief.text.split("\n").length > 3;
    }
}

headRegistry.add("brief", Brief, { sequence: 10 });

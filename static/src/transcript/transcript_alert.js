import { headRegistry } from "@livechat_info_panel/panel/head_registry";
import { SectionAlert } from "@livechat_info_panel/panel/section_alert";

import { Component, xml } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/** That a conversation was sent in vain. */
export class TranscriptAlert extends Component {
    static template = xml`
        <SectionAlert t-if="hasFailed" section="'transcript'" text="text" type="'danger'"/>`;
    static components = { SectionAlert };
    static props = { thread: Object };

    get hasFailed() {
        const { items = [] } = this.props.thread.livechat_transcripts ?? {};
        return items[0]?.state === "failed";
    }

    get text() {
        return this.props.thread.livechat_transcripts.items[0].kind === "message"
            ? _t("The message could not be sent.")
            : _t("The conversation could not be sent.");
    }
}

headRegistry.add("transcript", TranscriptAlert);

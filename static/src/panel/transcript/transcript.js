import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { TranscriptSender } from "@im_livechat/core/common/transcript_sender";

import { Component } from "@odoo/owl";

/** The way by which a closed conversation leaves Odoo: by mail, or as a file. */
export class Transcript extends Component {
    static template = "livechat_info_panel.Transcript";
    static components = { Section, TranscriptSender };
    static props = { thread: Object };
}

sectionRegistry.add(
    "transcript",
    { component: Transcript, isDisplayed: (thread) => Boolean(thread.livechat_end_dt) },
    { sequence: 100 }
);

import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { ActionPanel } from "@mail/discuss/core/common/action_panel";

import { Component, useEffect, useState, useSubEnv } from "@odoo/owl";

import { ErrorHandler } from "@web/core/utils/components";
import { useService } from "@web/core/utils/hooks";

/** What an agent needs to know of a live chat, beside it. */
export class LivechatInfoPanel extends Component {
    static template = "livechat_info_panel.LivechatInfoPanel";
    static components = { ActionPanel, ErrorHandler };
    static props = { thread: Object };

    setup() {
        this.store = useService("mail.store");
        this.state = useState({ brokenSections: new Set() });
        useSubEnv({ inLivechatInfoPanel: true });
        useEffect(
            (thread) => {
                if (thread.hasFetchedLivechatSessionData) {
                    return;
                }
                thread.hasFetchedLivechatSessionData = true;
                this.store.fetchStoreData("/im_livechat/session/data", { channel_id: thread.id });
            },
            () => [this.props.thread]
        );
    }

    get sections() {
        return sectionRegistry
            .getEntries()
            .filter(
                ([name, section]) =>
                    !this.state.brokenSections.has(name) && section.isDisplayed(this.props.thread)
            )
            .map(([name, { component }]) => ({ name, component }));
    }

    /** A section that fails, which may be another addon's, leaves the others standing. */
    onSectionError(name, error) {
        this.state.brokenSections.add(name);
        Promise.reject(error);
    }
}

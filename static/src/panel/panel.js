import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { ActionPanel } from "@mail/discuss/core/common/action_panel";

import { Component, onError, useEffect, useRef, useState, useSubEnv } from "@odoo/owl";

import { ErrorHandler } from "@web/core/utils/components";
import { useService } from "@web/core/utils/hooks";

/** What an agent needs to know of a live chat, beside it. */
export class LivechatInfoPanel extends Component {
    static template = "livechat_info_panel.LivechatInfoPanel";
    static components = { ActionPanel, ErrorHandler };
    static props = { thread: Object };

    setup() {
        const sessionData = useService("livechat_info_panel.session_data");
        /** @type {Set<string>} keys of the sections that failed, each for one conversation */
        this.brokenSections = useState(new Set());
        this.failingSection = null;
        this.root = useRef("root");
        /** How far each conversation is scrolled, by its local id. */
        this.scrollTops = {};
        useSubEnv({ inLivechatInfoPanel: true });
        onError((error) => this.onError(error));
        useEffect(
            (thread) => sessionData.show(thread),
            () => [this.props.thread]
        );
        useEffect(
            (localId) => this.keepScroll(localId),
            () => [this.props.thread.localId]
        );
    }

    get sections() {
        return sectionRegistry
            .getEntries()
            .map(([name, section]) => ({
                ...section,
                key: `${name} ${this.props.thread.localId}`,
            }))
            .filter(
                (section) => !this.brokenSections.has(section.key) && this.isDisplayed(section)
            );
    }

    /** Show a conversation where it was left, at first from the top. */
    keepScroll(localId) {
        const panel = this.root.el.closest(".o-mail-ActionPanel");
        const onScroll = () => {
            this.scrollTops[localId] = panel.scrollTop;
        };
        panel.scrollTop = this.scrollTops[localId] ?? 0;
        panel.addEventListener("scroll", onScroll);
        return () => panel.removeEventListener("scroll", onScroll);
    }

    /** Tab leads through the panel; a chat window would go to the next one. */
    onKeydown(ev) {
        if (ev.key === "Tab") {
            ev.stopPropagation();
        }
    }

    isDisplayed(section) {
        try {
            return section.isDisplayed(this.props.thread);
        } catch (error) {
            console.error(error);
            return false;
        }
    }

    /**
     * A section that fails, which may be another addon's, leaves the others standing.
     *
     * It is the panel that renders again without it, so the panel has to be the one to handle the
     * error: if it stopped at the ErrorHandler, OWL would give up the whole conversation that is
     * being opened.
     */
    onSectionError(section, error) {
        this.failingSection = section.key;
        throw error;
    }

    onError(error) {
        if (!this.failingSection) {
            throw error;
        }
        this.brokenSections.add(this.failingSection);
        this.failingSection = null;
        Promise.reject(error);
    }
}

import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { headRegistry } from "@livechat_info_panel/panel/head_registry";
import { arrange } from "@livechat_info_panel/panel/layout";
import { useSectionOrder } from "@livechat_info_panel/panel/section_order";
import { SectionPlace } from "@livechat_info_panel/panel/section_place";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { ActionPanel } from "@mail/discuss/core/common/action_panel";

import { Component, onError, useEffect, useRef, useState, useSubEnv } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { ErrorHandler } from "@web/core/utils/components";
import { useService } from "@web/core/utils/hooks";

/** From the panel to the composer and back. */
const HOTKEY = "alt+l";
const FOCUSABLE = "a[href], button:enabled, input:enabled, textarea:enabled";

/** What an agent needs to know of a live chat, beside it. */
export class LivechatInfoPanel extends Component {
    static template = "livechat_info_panel.LivechatInfoPanel";
    static components = { ActionPanel, ErrorHandler, SectionPlace };
    static props = { thread: Object };

    setup() {
        const sessionData = useService("livechat_info_panel.session_data");
        /** @type {Set<string>} keys of the sections that failed, each for one conversation */
        this.brokenSections = useState(new Set());
        this.failingSection = null;
        this.root = useRef("root");
        this.store = useService("mail.store");
        this.order = useSectionOrder({ getNames: () => this.movableNames, ref: this.root });
        /** How far each conversation is scrolled, by its local id. */
        this.scrollTops = {};
        useSubEnv({ inLivechatInfoPanel: true });
        onError((error) => this.onError(error));
        useLivechatCommand(_t("Live chat: to the panel and back"), () => this.switchFocus(), {
            hotkey: HOTKEY,
            hotkeyOptions: {
                bypassEditableProtection: true,
                withOverlay: () => this.root.el?.querySelector(FOCUSABLE),
            },
        });
        useEffect(
            (thread) => sessionData.show(thread),
            () => [this.props.thread]
        );
        useEffect(
            (localId) => this.keepScroll(localId),
            () => [this.props.thread.localId]
        );
    }

    get head() {
        return headRegistry.getAll();
    }

    get movableNames() {
        const entries = sectionRegistry.getEntries();
        return entries.filter(([, { isFixed }]) => !isFixed).map(([name]) => name);
    }

    get sections() {
        const names = sectionRegistry.getEntries().map(([name]) => name);
        const fixed = names.filter((name) => sectionRegistry.get(name).isFixed);
        const movable = arrange(this.movableNames, this.order.layout.current.order);
        return [...fixed, ...movable]
            .map((name) => ({
                ...sectionRegistry.get(name),
                key: `${name} ${this.props.thread.localId}`,
                name,
            }))
            .filter(
                (section) => !this.brokenSections.has(section.key) && this.isDisplayed(section)
            );
    }

    /** Whether the user may arrange it for those who have not arranged it themselves. */
    get canShareLayout() {
        return Boolean(this.store.self_partner?.main_user_id?.is_livechat_manager);
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

    /** The buttons that were clicked go. */
    async arrange(how) {
        await this.order.layout[how]();
        this.root.el?.querySelector(FOCUSABLE)?.focus();
    }

    /** From the panel to what one writes, or from there into the panel. */
    switchFocus() {
        if (this.root.el.contains(document.activeElement)) {
            this.props.thread.composer.autofocus++;
        } else {
            this.root.el.querySelector(FOCUSABLE)?.focus();
        }
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

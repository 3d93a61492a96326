import { BrokenPart, useBrokenParts } from "@livechat_info_panel/panel/broken_parts";
import { useLivechatCommand } from "@livechat_info_panel/panel/command_provider";
import { useComposerFocus } from "@livechat_info_panel/panel/composer_focus";
import { headRegistry } from "@livechat_info_panel/panel/head_registry";
import { useKeptFocus } from "@livechat_info_panel/panel/kept_focus";
import { useKeptScroll } from "@livechat_info_panel/panel/kept_scroll";
import { arrange } from "@livechat_info_panel/panel/layout";
import { HEAD, useSectionKeys } from "@livechat_info_panel/panel/section_keys";
import { useSectionOrder } from "@livechat_info_panel/panel/section_order";
import { SectionPlace } from "@livechat_info_panel/panel/section_place";
import { isSectionDisplayed, sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { ActionPanel } from "@mail/discuss/core/common/action_panel";

import { Component, useEffect, useRef, useSubEnv } from "@odoo/owl";

import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { _t } from "@web/core/l10n/translation";
import { ErrorHandler } from "@web/core/utils/components";
import { useRefListener, useService } from "@web/core/utils/hooks";

/** From the panel to the composer and back. */
const HOTKEY = "alt+l";

/** What an agent needs to know of a live chat, beside it. */
export class LivechatInfoPanel extends Component {
    static template = "livechat_info_panel.LivechatInfoPanel";
    static components = { ActionPanel, BrokenPart, ErrorHandler, SectionPlace };
    static props = { thread: Object };

    setup() {
        const ui = useService("ui");
        const sessionData = useService("livechat_info_panel.session_data");
        this.broken = useBrokenParts();
        this.root = useRef("root");
        /** The panel with its head. */
        const root = this.root;
        this.panel = {
            get el() {
                return root.el?.closest(".o-mail-ActionPanel");
            },
        };
        this.store = useService("mail.store");
        this.order = useSectionOrder({ getNames: () => this.movableNames, ref: this.root });
        const focusComposer = useComposerFocus();
        this.focusComposer = () => focusComposer(this.props.thread);
        this.keys = useSectionKeys({
            focusComposer: this.focusComposer,
            getThread: () => this.props.thread,
            ref: this.panel,
            isInPanel: () => this.focus.isInPanel(),
            unfold: (name) => this.order.layout.toggle(name),
        });
        this.focus = useKeptFocus({
            ref: this.panel,
            focus: () => this.keys.focus(),
            focusComposer: this.focusComposer,
        });
        useSubEnv({ inLivechatInfoPanel: true, livechatInfoPanel: this.root });
        useLivechatCommand(_t("Live chat: to the panel and back"), () => this.switchFocus(), {
            hotkey: HOTKEY,
            hotkeyOptions: {
                bypassEditableProtection: true,
                isAvailable: () => ui.activeElement === document, // not below a dialog
                withOverlay: () => this.root.el?.querySelector(HEAD),
            },
        });
        useEffect(
            (thread) => sessionData.show(thread),
            () => [this.props.thread]
        );
        useKeptScroll(
            () => this.panel.el,
            () => this.props.thread.localId
        );
        useRefListener(this.panel, "keydown", (ev) => this.onKeydown(ev));
    }

    get head() {
        return headRegistry.getEntries().map(([name, component]) => ({
            component,
            key: `head ${name} ${this.props.thread.localId}`,
        }));
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
            .filter((section) => isSectionDisplayed(section, this.props.thread));
    }

    /** From the panel to what one writes, or from there into the panel. */
    switchFocus() {
        if (this.panel.el.contains(document.activeElement)) {
            this.focusComposer();
        } else {
            this.keys.focus();
        }
    }

    /** Tab leads through the panel; a chat window would go to the next one. It hides hotkeys. */
    onKeydown(ev) {
        if (ev.key === "Tab") {
            ev.stopPropagation();
        } else if (this.env.inChatWindow && getActiveHotkey(ev) === HOTKEY) {
            this.focusComposer();
            ev.preventDefault();
        } else {
            this.keys.onKeydown(ev);
        }
    }
}

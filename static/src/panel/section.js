import { useLayout } from "@livechat_info_panel/panel/layout";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { uniqueId } from "@web/core/utils/functions";

/**
 * The frame of a section of the information panel: its title, and what it says. Users fold it by
 * its title, and move it by the grip beside that.
 *
 * Buttons that stand beside the title go into the slot `actions`.
 */
export class Section extends Component {
    static template = "livechat_info_panel.Section";
    static props = {
        title: String,
        class: { type: String, optional: true },
        slots: Object,
    };

    setup() {
        this.titleId = uniqueId("o-livechatInfoPanel-section-");
        this.layout = useLayout();
        /** @type {{goTo: () => void, move: (step: number) => void, name: string}|undefined} none where it is fixed */
        this.place = this.env.livechatSectionPlace;
    }

    get isFolded() {
        return Boolean(this.place && this.layout.isFolded(this.place.name));
    }

    get gripLabel() {
        return _t("Move %(title)s: drag it, or use the arrow keys", { title: this.props.title });
    }

    onGripKeydown(ev) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            ev.stopPropagation();
            this.place.move(step);
        }
    }
}

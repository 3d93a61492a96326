import { START, whenShown } from "@livechat_info_panel/panel/section_keys";

import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

const NAME = "livechat_panel_layout";
const NONE = { folded: [], order: [] };

/**
 * @param {string[]} names in their usual order
 * @param {string[]} order as somebody arranged some of them
 * @returns {string[]} all names; the others stand behind those that usually come before them
 */
export function arrange(names, order) {
    const result = order.filter((name) => names.includes(name));
    names.forEach((name, index) => {
        if (!result.includes(name)) {
            result.splice(result.indexOf(names[index - 1]) + 1, 0, name);
        }
    });
    return result;
}

/** How the user arranged the sections of the panel, or an administrator for all. */
export class Layout {
    constructor({ orm, store }) {
        this.orm = orm;
        this.store = store;
    }

    get current() {
        const { livechat_panel_default_layout: shared } = this.store.settings;
        return this.own || shared || NONE;
    }

    get own() {
        return this.store.settings.livechat_panel_layout;
    }

    isFolded(name) {
        return this.current.folded.includes(name);
    }

    toggle(name) {
        const isFolded = !this.isFolded(name);
        return this.change(({ folded, order }) => {
            const others = folded.filter((each) => each !== name);
            return { folded: isFolded ? [...others, name] : others, order };
        });
    }

    /**
     * @param {string[]} names of all sections that can be moved, in their usual order
     * @param {string} name of the one that is moved
     * @param {string} [previous] behind which it is moved; to the top if there is none
     */
    move(names, name, previous) {
        return this.change(({ folded, order: before }) => {
            const order = arrange(names, before).filter((each) => each !== name);
            order.splice(order.indexOf(previous) + 1, 0, name);
            return { folded, order };
        });
    }

    /**
     * Show a section, unfolded, with the focus on the first of its fields, or on what opens them.
     *
     * @param {HTMLElement} panel
     * @param {string} name
     */
    async goTo(panel, name) {
        if (this.isFolded(name)) {
            this.toggle(name);
            await whenShown();
        }
        const section = panel.querySelector(`[data-section="${name}"]`);
        section?.scrollIntoView({ block: "center" });
        section?.querySelector(START)?.focus({ preventScroll: true });
    }

    reset() {
        return this.save(() => false);
    }

    /** Arrange it so for all who have not arranged it themselves, unless a change of it is lost. */
    async share() {
        if (!(await this.store.settings.livechatIsKept(NAME))) {
            return;
        }
        await this.orm.call("res.users.settings", "livechat_share_panel_layout", [
            [user.settings.id],
        ]);
        this.store.settings.livechat_panel_default_layout = this.own;
        await this.reset();
    }

    change(change) {
        const { livechat_panel_default_layout: shared } = this.store.settings;
        return this.save((own) => change(own || shared || NONE));
    }

    save(change) {
        return this.store.settings.livechatSave(NAME, change);
    }
}

export function useLayout() {
    return new Layout({ orm: useService("orm"), store: useService("mail.store") });
}

import { Due } from "@livechat_info_panel/core/due";
import { ElapsedTime } from "@livechat_info_panel/core/elapsed_time";
import { watchUser } from "@livechat_info_panel/core/watch_user";
import { NowNote } from "@livechat_info_panel/now/now_note";
import { CustomerWait } from "@livechat_info_panel/status/customer_wait";

import { Component, toRaw, useState } from "@odoo/owl";

import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** The same colours as in the panel, and on lists and cards of Odoo. */
const STATUSES = {
    in_progress: "success",
    need_help: "info",
    waiting: "warning",
};

/** An open conversation in Now, and what can be done with it. */
export class NowRow extends Component {
    static template = "livechat_info_panel.NowRow";
    static components = { CustomerWait, Dropdown, DropdownItem, Due, ElapsedTime };
    static props = { thread: Object, drag: Object };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.store = useService("mail.store");
        this.drag = useState(this.props.drag);
    }

    get statusClass() {
        const colour = STATUSES[this.props.thread.livechat_status] ?? "muted";
        return `o-livechatInfoPanel-badge-${colour}`;
    }

    get agents() {
        return this.props.thread.livechat_present_agent_ids;
    }

    get agentNames() {
        return this.agents.map((partner) => partner.name).join(", ");
    }

    get expertiseNames() {
        return this.props.thread.livechat_expertise_ids.map(({ name }) => name).join(", ");
    }

    /** What is needed, if it looks for help, or else what the note begins with. */
    get line() {
        const { thread } = this.props;
        return (
            (thread.livechatIsLookingForHelp && thread.livechat_help_text) ||
            thread.livechat_note_line
        );
    }

    get canJoin() {
        return this.store.self_partner?.notIn(this.agents);
    }

    get menuLabel() {
        const name = this.props.thread.displayName;
        return _t("Actions: %(name)s", { name });
    }

    /** Show it beside the list, without joining it. */
    async open() {
        await this.openAfter((id) => this.fetch(id));
    }

    /**
     * The row may be gone by the answer: what is read after that is not to render it again. In
     * Discuss, it is not opened in place of the conversation in which the user goes on meanwhile.
     *
     * @param {(id: number) => Promise} ask
     */
    async openAfter(ask) {
        const thread = toRaw(this.props.thread);
        const [, isAwaited] = await watchUser(ask(thread.id));
        if (isAwaited || !thread.store.discuss.isActive) {
            thread.open({ focus: isAwaited, bypassCompact: true });
        }
    }

    fetch(id) {
        return this.env.services["mail.store"].fetchStoreData("discuss.channel", [id]);
    }

    async writeNote() {
        const { thread } = this.props;
        await this.fetch(thread.id);
        this.dialog.add(NowNote, { thread });
    }

    async join() {
        await this.openAfter(async (id) => {
            await this.env.services.orm.call("discuss.channel", "livechat_join", [[id]]);
            await this.fetch(id);
        });
    }

    reassign() {
        this.props.thread.openLivechatDialog("livechat_info_panel.livechat_reassign_wizard_action");
    }

    async close() {
        const args = [[this.props.thread.id], "close"];
        this.action.doAction(
            await this.orm.call("discuss.channel", "action_livechat_confirm", args)
        );
    }
}

import { Component, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** Which of the conversations are shown. */
export class NowFilters extends Component {
    static template = "livechat_info_panel.NowFilters";
    static props = { filters: Object, threads: Array };

    setup() {
        this.store = useService("mail.store");
        this.filters = useState(this.props.filters);
    }

    get channels() {
        // The store's lists have no `flatMap`.
        const agents = [...this.store.livechat_now_agents];
        const ids = agents.flatMap((user) => (user.livechat_limits ?? []).map(({ id }) => id));
        return this.toOptions([
            ...this.props.threads.map((thread) => thread.livechat_channel_id),
            ...[...ids, this.filters.channelId].map((id) =>
                this.store["im_livechat.channel"].get(id)
            ),
        ]);
    }

    get expertises() {
        return this.toOptions([
            ...this.props.threads.flatMap((thread) => [...thread.livechat_expertise_ids]),
            // The chosen one, which may be of no open conversation any more.
            this.store["im_livechat.expertise"].get(this.filters.expertiseId),
        ]);
    }

    get statuses() {
        return [...this.store.livechatStatusButtons, { label: _t("Chatbot"), status: "chatbot" }];
    }

    /** @returns {{id: number, name: string}[]} each of these records that has a name, once */
    toOptions(records) {
        const byId = new Map();
        records.filter((record) => record?.name).forEach((record) => byId.set(record.id, record));
        return [...byId.values()].sort((a, b) => a.name.localeCompare(b.name));
    }

    onChange(name, ev) {
        const { value } = ev.target;
        this.filters[name] = name === "status" ? value : Number(value);
    }
}

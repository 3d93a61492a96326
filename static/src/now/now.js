import { NowAgents } from "@livechat_info_panel/now/now_agents";
import { NowFigures } from "@livechat_info_panel/now/now_figures";
import { NowFilters } from "@livechat_info_panel/now/now_filters";
import { NowRow } from "@livechat_info_panel/now/now_row";
import { useNowDrag } from "@livechat_info_panel/now/now_drag";
import { useNowFeed } from "@livechat_info_panel/now/now_feed";

import { Component, useRef, useState } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Who waits now, who is there, and what became of the conversations of today. */
export class Now extends Component {
    static template = "livechat_info_panel.Now";
    static components = { Layout, NowAgents, NowFigures, NowFilters, NowRow };
    static props = { ...standardActionServiceProps };

    setup() {
        this.store = useService("mail.store");
        this.ui = useService("ui");
        this.feed = useNowFeed();
        this.filters = useState(
            this.props.state?.filters ?? { channelId: 0, expertiseId: 0, status: "" }
        );
        /** On a phone, one of them is shown at a time. */
        this.state = useState({ shown: "conversations" });
        this.drag = useNowDrag(useRef("root"), {
            enable: () => !this.ui.isSmall,
            getThread: (id) => this.threads.find((thread) => thread.id === id),
        });
        useSetupAction({ getLocalState: () => ({ filters: { ...this.filters } }) });
    }

    /** @returns {import("models").Thread[]} all open conversations, who waits longest first */
    get allThreads() {
        return this.store.livechat_now_threads
            .filter((thread) => !thread.livechat_end_dt)
            .sort((a, b) => a.livechatCompareInNow(b));
    }

    /** Of one live chat channel, if one is chosen: those that are counted. */
    get channelThreads() {
        const { channelId } = this.filters;
        return this.allThreads.filter(
            (thread) => !channelId || thread.livechat_channel_id?.id === channelId
        );
    }

    get threads() {
        return this.channelThreads.filter((thread) => this.isWanted(thread));
    }

    isWanted(thread) {
        const { expertiseId, status } = this.filters;
        return (
            (!expertiseId || thread.livechat_expertise_ids.some(({ id }) => id === expertiseId)) &&
            (!status || (thread.livechat_status || "chatbot") === status)
        );
    }

    get isFiltered() {
        return Boolean(Object.values(this.filters).some(Boolean));
    }

    isShown(part) {
        return !this.ui.isSmall || this.state.shown === part;
    }
}

registry.category("actions").add("livechat_info_panel.now", Now);

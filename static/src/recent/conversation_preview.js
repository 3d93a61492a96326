import { formatTime } from "@livechat_info_panel/panel/short_date";

import { Component, useState } from "@odoo/owl";

import {
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** What was said in another conversation, to read without leaving this one. */
export class ConversationPreview extends Component {
    static template = "livechat_info_panel.ConversationPreview";
    static props = { channelId: Number };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ preview: undefined, error: "" });
        this.load();
    }

    async load() {
        this.state.error = "";
        try {
            this.state.preview = await this.orm.silent.call(
                "discuss.channel",
                "livechat_get_preview",
                [[this.props.channelId]]
            );
        } catch (error) {
            this.state.error = error.data?.message || _t("The conversation could not be loaded.");
        }
    }

    /** The messages with their time, and with the day where another one begins. */
    get messages() {
        let previous;
        return this.state.preview.messages.map((message) => {
            const date = deserializeDateTime(message.date);
            const isSameDay = previous && date.hasSame(previous, "day");
            previous = date;
            return {
                ...message,
                day: isSameDay ? "" : toLocaleDateString(date),
                time: formatTime(date),
                title: toLocaleDateTimeString(date),
            };
        });
    }
}

import { Hint } from "@livechat_info_panel/core/hint";
import { getOutcomeLabels } from "@livechat_info_panel/outcome/outcome_labels";
import { ConversationPreview } from "@livechat_info_panel/recent/conversation_preview";
import { formatShortDate, useDay } from "@livechat_info_panel/panel/short_date";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";

/** One of the customer's other conversations: how it ended, and on demand what was said. */
export class RecentConversation extends Component {
    static template = "livechat_info_panel.RecentConversation";
    static components = { ConversationPreview, Hint };
    static props = {
        /** @type {import("models").LivechatConversation} */
        conversation: Object,
        /** Whether its customer only gave the same e-mail address. */
        isByEmail: Boolean,
        isOpen: Boolean,
        /** Whether it may be somebody else's of the same company. */
        hasName: Boolean,
        toggle: Function,
    };

    setup() {
        useDay();
        this.store = useService("mail.store");
    }

    get conversation() {
        return this.props.conversation;
    }

    get date() {
        return formatShortDate(this.conversation.last_interest_dt);
    }

    get href() {
        return url(`/odoo/action-im_livechat.discuss_channel_action/${this.conversation.id}`);
    }

    get linkTitle() {
        return _t("Open the conversation of %(date)s in a new tab", { date: this.date.full });
    }

    get previewId() {
        return `o-livechatInfoPanel-preview-${this.conversation.id}`;
    }

    /** As the panel's status of an open conversation. */
    get status() {
        return this.store.livechatStatusButtons.find(
            (button) => button.status === this.conversation.livechat_status
        );
    }

    get state() {
        const { livechat_end_dt: end, livechat_outcome: outcome } = this.conversation;
        if (end) {
            return getOutcomeLabels()[outcome] ?? _t("Closed");
        }
        return this.status?.label ?? _t("Ongoing");
    }

    get agents() {
        return (this.conversation.livechat_agent_names ?? []).join(", ");
    }

    get rating() {
        const getUrl = (image) => url(`/rating/static/src/img/${image}`);
        return {
            top: { url: getUrl("rating_5.png"), label: _t("Happy") },
            ok: { url: getUrl("rating_3.png"), label: _t("Neutral") },
            ko: { url: getUrl("rating_1.png"), label: _t("Unhappy") },
        }[this.conversation.rating_last_text];
    }
}

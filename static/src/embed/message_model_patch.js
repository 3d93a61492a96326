import "@im_livechat/embed/common/message_model_patch";
import { isolate } from "@livechat_info_panel/core/common/isolate";

import { Message } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

patch(Message.prototype, {
    setup() {
        super.setup(...arguments);
        /** The agent who joined the conversation, if this is the notice of it. */
        this.livechat_joined_agent = fields.One("res.partner");
    },

    /** Customers see who joins them as an agent; Odoo hides from them whoever comes or goes. */
    get notificationHidden() {
        return !this.livechat_joined_agent && super.notificationHidden;
    },

    get livechatJoinedText() {
        if (!this.livechat_joined_agent) {
            return "";
        }
        const agent = this.getPersonaName(this.livechat_joined_agent);
        return _t("%(agent)s joined the conversation.", { agent: isolate(agent) });
    },

    /** Whether a visitor wrote it who has logged in since. */
    get livechatIsOfSelfAsGuest() {
        const { guest_token, self_partner } = this.store;
        return Boolean(
            self_partner &&
                this.author_guest_id &&
                this.author_guest_id.id === Number.parseInt(guest_token)
        );
    },

    get effectiveSelf() {
        return this.livechatIsOfSelfAsGuest ? this.author_guest_id : super.effectiveSelf;
    },

    /** It is for the guest to change, who is no longer there. */
    get allowsEdition() {
        return super.allowsEdition && !this.livechatIsOfSelfAsGuest;
    },
});

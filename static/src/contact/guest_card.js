import { ContactDetails } from "@livechat_info_panel/contact/contact_details";
import { Hint } from "@livechat_info_panel/core/hint";
import { formatShortDate } from "@livechat_info_panel/panel/short_date";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/** What is known of a guest, and which contact that may be. */
export class GuestCard extends Component {
    static template = "livechat_info_panel.GuestCard";
    static components = { ContactDetails, Hint };
    static props = {
        thread: Object,
        /** see useContactActions */
        actions: Object,
        isBusy: Boolean,
    };

    get erasedText() {
        return _t("Erased on %(date)s", {
            date: formatShortDate(this.props.thread.livechat_erased_dt).full,
        });
    }

    /** Why a contact may be the guest. */
    getMatchReason(match) {
        const email = this.props.thread.livechat_visitor_email;
        return email && match.email_normalized === email ? _t("Same email") : _t("Same phone");
    }

    /** How else the contact can be told from others. */
    getMatchDetails({ livechatEmail: email, phone }) {
        return [email, phone].filter(Boolean).join("\n");
    }

    getLinkLabel(match) {
        return _t("Link %(name)s", { name: match.displayName });
    }
}

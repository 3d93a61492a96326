import { ContactDetails } from "@livechat_info_panel/contact/contact_details";
import { isolate } from "@livechat_info_panel/core/common/isolate";
import { Hint } from "@livechat_info_panel/core/hint";
import { useOpenBeside } from "@livechat_info_panel/panel/open_beside";
import { formatShortDate, useDay } from "@livechat_info_panel/panel/short_date";

import { Component } from "@odoo/owl";

import { startUrl } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { TagsList } from "@web/core/tags_list/tags_list";
import { url } from "@web/core/utils/urls";

/** The customer as a known contact, and the way to that contact. */
export class ContactCard extends Component {
    static template = "livechat_info_panel.ContactCard";
    static components = { ContactDetails, Hint, TagsList };
    static props = {
        thread: Object,
        /** see useContactActions */
        actions: Object,
        isBusy: Boolean,
        /** who linked the contact, if that is known */
        linkEvent: { type: Object, optional: true },
    };

    setup() {
        useDay();
        this.openBeside = useOpenBeside();
    }

    get contact() {
        return this.props.thread.livechat_contact_id;
    }

    get contactUrl() {
        return url(`/${startUrl()}/res.partner/${this.contact.id}`);
    }

    get tags() {
        return this.contact.category_id.map(({ id, name: text, color: colorIndex }) => ({
            id,
            text,
            colorIndex,
        }));
    }

    get linkedText() {
        const { linkEvent } = this.props;
        if (!linkEvent) {
            return _t("Linked by an agent");
        }
        const { short: date } = formatShortDate(linkEvent.date);
        return _t("Linked by %(user)s, %(date)s", { user: isolate(linkEvent.user_name), date });
    }

    get linkedTitle() {
        return this.props.linkEvent && formatShortDate(this.props.linkEvent.date).full;
    }

    get linkOthersLabel() {
        const { livechat_unlinked_count: count } = this.props.thread;
        return count === 1
            ? _t("Also link 1 other conversation of this visitor")
            : _t("Also link %(count)s other conversations of this visitor", { count });
    }

    onClickViewContact(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return; // a new tab or window, as with any link
        }
        ev.preventDefault();
        this.openBeside(this.props.thread, {
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: this.contact.id,
            views: [[false, "form"]],
            target: "current",
        });
    }
}

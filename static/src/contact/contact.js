import { useContactActions } from "@livechat_info_panel/contact/contact_actions";
import { ContactCard } from "@livechat_info_panel/contact/contact_card";
import { ContactDetails } from "@livechat_info_panel/contact/contact_details";
import { GuestCard } from "@livechat_info_panel/contact/guest_card";
import { isolate } from "@livechat_info_panel/core/common/isolate";
import { Hint } from "@livechat_info_panel/core/hint";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";
import { formatShortDate, useDay } from "@livechat_info_panel/panel/short_date";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

/** Who the customer is: the contact, or what is known of a guest and who that may be. */
export class Contact extends Component {
    static template = "livechat_info_panel.Contact";
    static components = { ContactCard, ContactDetails, GuestCard, Hint };
    static props = { thread: Object };

    setup() {
        useDay();
        this.actions = useContactActions(this.props.thread);
    }

    get isTold() {
        return isTold(this.props.thread);
    }

    /** What made the contact a known one, of which the card tells. */
    get linkEvent() {
        const { livechat_contact_events: events, livechat_is_linked: isLinked } = this.props.thread;
        return isLinked ? events.find((event) => event.action === "linked") : undefined;
    }

    get pastEvents() {
        return this.props.thread.livechat_contact_events
            .filter((event) => event !== this.linkEvent)
            .map(({ action, contact_name, date, is_contact_deleted, user_name: user }) => {
                const unnamed = is_contact_deleted
                    ? _t("A contact that was deleted")
                    : _t("A contact that you may not see");
                const contact = contact_name ? isolate(contact_name) : unnamed;
                const { short, full } = formatShortDate(date);
                const values = { contact, user: isolate(user), date: short };
                return {
                    text:
                        action === "linked"
                            ? _t("%(contact)s: linked by %(user)s, %(date)s", values)
                            : _t("%(contact)s: unlinked by %(user)s, %(date)s", values),
                    title: full,
                };
            });
    }
}

/** Whether the server said who the customer is. */
function isTold(thread) {
    return thread.livechat_is_guest !== undefined;
}

function isDisplayed(thread) {
    if (!isTold(thread)) {
        return thread.hasFetchedLivechatSessionData; // it keeps its place until the server answers
    }
    return Boolean(
        thread.livechat_contact_id ||
            thread.livechat_is_contact_hidden ||
            thread.livechat_is_guest ||
            thread.livechatGivenEmail ||
            thread.livechatGivenPhone
    );
}

sectionRegistry.add(
    "contact",
    { component: Contact, isDisplayed, isFixed: true },
    { sequence: 10 }
);

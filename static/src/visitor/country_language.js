import { useClock } from "@livechat_info_panel/core/clock_service";
import { Hint } from "@livechat_info_panel/core/hint";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const { DateTime } = luxon;

const getCountry = (thread) =>
    thread.country_id ?? thread.livechatVisitorMember?.partner_id?.country_id;

/** Where the customer is, which language they speak, and what time it is there. */
export class CountryLanguage extends Component {
    static template = "livechat_info_panel.CountryLanguage";
    static components = { Hint, Section };
    static props = { thread: Object };

    setup() {
        useClock(() => this.localTime);
    }

    get country() {
        return getCountry(this.props.thread);
    }

    /** The name of the visitor's language in the agent's, also where Odoo does not know it. */
    get language() {
        const { livechat_visitor_lang: tag, livechat_visitor_id: visitor } = this.props.thread;
        if (!tag) {
            return visitor?.lang_id?.name;
        }
        try {
            return new Intl.DisplayNames([user.lang], { type: "language" }).of(tag);
        } catch {
            return tag;
        }
    }

    /** Until the server answers, the website's language would pass for the visitor's. */
    get isLanguageAwaited() {
        return this.props.thread.livechat_visitor_lang === undefined;
    }

    get localTime() {
        const tz = this.props.thread.livechat_visitor_tz;
        const now = DateTime.now();
        const time = tz && now.setZone(tz);
        if (!time?.isValid) {
            return "";
        }
        return time.toLocaleString({
            ...DateTime.TIME_SIMPLE,
            weekday: time.hasSame(now, "day") ? undefined : "short",
        });
    }

    get localTimeText() {
        return _t("%(time)s local time", { time: this.localTime });
    }

    get localTimeTitle() {
        return _t("Local time in %s", this.props.thread.livechat_visitor_tz);
    }
}

sectionRegistry.add(
    "country_language",
    {
        component: CountryLanguage,
        isDisplayed: (thread) =>
            Boolean(
                getCountry(thread) ||
                    thread.livechat_visitor_lang ||
                    thread.livechat_visitor_id?.lang_id ||
                    thread.livechat_visitor_tz
            ),
    },
    { sequence: 70 }
);

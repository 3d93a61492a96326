import { useClock } from "@livechat_info_panel/core/clock_service";
import { Hint } from "@livechat_info_panel/core/hint";
import { getLanguageName } from "@livechat_info_panel/core/language_name";
import { Section } from "@livechat_info_panel/panel/section";
import { sectionRegistry } from "@livechat_info_panel/panel/section_registry";

import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";

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

    get language() {
        const { livechat_visitor_lang: tag, livechat_visitor_id: visitor } = this.props.thread;
        return tag ? getLanguageName(tag) : visitor?.lang_id?.name;
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

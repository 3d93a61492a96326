import { CONNECT_EVENTS } from "@livechat_info_panel/core/ask_until_answered";
import { CLOCK_PERIOD } from "@livechat_info_panel/core/clock_service";
import { gather } from "@livechat_info_panel/core/gather";
import { Requests } from "@livechat_info_panel/core/requests";
import { forgetHelp } from "@livechat_info_panel/help/forget_help";

import { onWillDestroy, reactive, useEnv, useState } from "@odoo/owl";

import { deserializeDateTime } from "@web/core/l10n/dates";
import { useBus } from "@web/core/utils/hooks";

const { DateTime } = luxon;

/** How long to wait for more that makes what is shown outdated, in milliseconds. */
export const RELOAD_DELAY = CLOCK_PERIOD / 5;
const CHANNEL = "livechat_info_panel.now";
const DATA = "/livechat_info_panel/now";
const TYPE = "livechat_info_panel/now";

/** Has the store say what happens now, as long as somebody looks at it. */
export class NowFeed {
    /** Ids of conversations of which it was told what is not known: not all of it is sent again. */
    askedFor = new Set();
    state = reactive({ hasFailed: false, isConnected: true, isLoaded: false });

    constructor(services) {
        this.bus = services.bus_service;
        this.catchUp = services["livechat_info_panel.catch_up"];
        this.clock = services["livechat_info_panel.clock"];
        this.store = services["mail.store"];
        this.requests = new Requests(() => this.request());
        this.loadSoon = gather(() => this.load(), RELOAD_DELAY);
        this.fetch = this.fetch.bind(this);
        this.onTold = this.onTold.bind(this);
    }

    start() {
        this.bus.subscribe(TYPE, this.onTold);
        this.bus.addChannel(CHANNEL);
        this.catchUp.pages.add(this.fetch);
        this.stopClock = this.clock.subscribe(() => this.onTick());
        return this.load();
    }

    stop() {
        this.isStopped = true;
        this.bus.unsubscribe(TYPE, this.onTold);
        this.bus.deleteChannel(CHANNEL);
        this.catchUp.pages.delete(this.fetch);
        this.stopClock();
        this.store.livechat_now_threads.forEach((thread) => forgetHelp(thread));
    }

    /** Load all of it after a pause, which begins when what is loaded just now is there. */
    async reload() {
        await Promise.allSettled(this.requests.running.values());
        this.loadSoon();
    }

    load() {
        return this.fetch().catch((error) => console.error(error));
    }

    /** Load all of it; if that is done just now, again after that. */
    async fetch() {
        try {
            await this.requests.fetch(DATA);
            Object.assign(this.state, { hasFailed: false, isLoaded: true });
        } catch (error) {
            this.state.hasFailed = true;
            throw error;
        }
    }

    async request() {
        if (!this.isStopped) {
            await this.store.fetchStoreData(DATA);
        }
    }

    onTold({ channel_ids, counts, data, is_outdated: isOutdated }, { id }) {
        if (isOutdated) {
            return this.reload();
        }
        if (this.requests.running.size) {
            this.reload(); // what is loaded just now may be older than this
        }
        const { livechat_now_totals: totals } = this.store;
        if (!totals || id <= totals.bus_id) {
            return;
        }
        this.store.insert(data);
        Object.values(counts).forEach((count) => this.count(count));
        const threads = this.store.livechat_now_threads.filter(({ id }) =>
            channel_ids.includes(id)
        );
        const unknown = threads.filter(
            (thread) => this.isUnknown(thread) && !this.askedFor.has(thread.id)
        );
        if (unknown.length) {
            unknown.forEach(({ id }) => this.askedFor.add(id));
            this.reload();
        }
    }

    /**
     * Whether an agent is in it of whom nothing is known but the name, or its country has no name
     * yet: what all are told has none, as their languages differ.
     */
    isUnknown(thread) {
        if (thread.country_id && !thread.country_id.name) {
            return true;
        }
        const known = this.store.livechat_now_agents.map((user) => user.partner_id);
        return thread.livechat_present_agent_ids.some((partner) => partner.notIn(known));
    }

    /** Add to the figures of the day what became of a conversation, if it began today. */
    count({ begun, create_date: date, livechat_channel_id: channelId, missed, rated }) {
        const totals = this.store.livechat_now_totals;
        if (date >= totals.since) {
            const figures = { livechat_channel_id: channelId, begun, missed, rated };
            this.store.livechat_now_totals = { ...totals, counts: [...totals.counts, figures] };
        }
    }

    /** With a new day, its figures begin anew. */
    onTick() {
        const since = this.store.livechat_now_totals?.since;
        const isOver = since && deserializeDateTime(since).plus({ days: 1 }) <= DateTime.now();
        if (this.state.hasFailed || isOver) {
            this.reload();
        }
    }
}

/** @returns {NowFeed} that goes on as long as the component lives */
export function useNowFeed() {
    const { services } = useEnv();
    const feed = new NowFeed(services);
    feed.start();
    useBus(services.bus_service, "BUS:DISCONNECT", () => (feed.state.isConnected = false));
    for (const event of CONNECT_EVENTS) {
        useBus(services.bus_service, event, () => (feed.state.isConnected = true));
    }
    onWillDestroy(() => feed.stop());
    feed.state = useState(feed.state);
    return feed;
}

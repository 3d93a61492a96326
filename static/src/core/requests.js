/** How many records the server tells of at once. */
const LIMIT = 100;

/** Asks for records by their ids, of several at once, and never twice at a time for one of them. */
export class Requests {
    /** @type {Map<number, Promise>} what is asked for just now */
    running = new Map();
    /** @type {Map<number, Promise>} what will be asked for as soon as that is there */
    queued = new Map();

    /** @param {(ids: number[]) => Promise} ask */
    constructor(ask) {
        this.ask = ask;
    }

    /** Ask for a record now, or again after the answer that is awaited. */
    fetch(id) {
        const running = this.running.get(id);
        if (!running) {
            return this.fetchTogether([id]);
        }
        if (!this.queued.has(id)) {
            // Its answer may be older than what made somebody ask again.
            const again = () => {
                this.queued.delete(id);
                return this.fetch(id);
            };
            this.queued.set(id, running.then(again, again));
        }
        return this.queued.get(id);
    }

    /** Ask for records, none of which is asked for just now. */
    fetchTogether(ids) {
        const request = this.ask(ids).finally(() => ids.forEach((id) => this.running.delete(id)));
        ids.forEach((id) => this.running.set(id, request));
        return request;
    }

    /**
     * Ask for records before they are needed. Where that fails, who needs them asks, and says so.
     *
     * @returns {Promise<boolean>} whether some are left to ask for
     */
    async fetchAhead(ids) {
        const running = ids.map((id) => this.running.get(id)).filter(Boolean);
        if (running.length) {
            // They changed while they were asked for.
            await Promise.allSettled(running);
            return true;
        }
        try {
            await this.fetchTogether(ids.slice(0, LIMIT));
        } catch {
            return false;
        }
        return ids.length > LIMIT;
    }
}

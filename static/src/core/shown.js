/** Which conversations panels show, each maybe in several places at once. */
export class Shown {
    counts = new Map();
    /** @type {((id: number) => void)[]} called when one more panel shows a conversation */
    listeners = [];

    /**
     * @param {number} id id of a conversation that is shown in one more place
     * @returns {() => void} to be called when it is no longer shown there
     */
    add(id) {
        this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
        this.listeners.forEach((listener) => listener(id));
        return () => {
            const count = this.counts.get(id) - 1;
            if (count) {
                this.counts.set(id, count);
            } else {
                this.counts.delete(id);
            }
        };
    }

    has(id) {
        return this.counts.has(id);
    }

    get ids() {
        return [...this.counts.keys()];
    }
}

import { Settings } from "@mail/core/common/settings_model";

import { markRaw } from "@odoo/owl";

import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { deepEqual } from "@web/core/utils/objects";

/** What the user changed of one setting, which is shown before it is saved, one after the other. */
class Saves {
    /** @type {((value: any) => any)[]} what is not saved yet */
    changes = [];
    /** Values that were sent, of which the server has yet to tell all tabs. */
    sent = [];
    queue = Promise.resolve();
    /** How many could not be saved, of which the user was told. */
    failed = 0;

    constructor(name, saved) {
        this.name = name;
        this.saved = saved;
    }

    getShown() {
        return this.changes.reduce((value, change) => change(value), this.saved);
    }

    async saveFirst() {
        const value = this.changes[0](this.saved);
        this.sent.push(value);
        try {
            await user.setUserSettings(this.name, value);
            this.saved = value;
        } catch (error) {
            this.failed++;
            this.sent.pop(); // the last one, unless what was told has emptied it
            throw error;
        } finally {
            this.changes.shift();
        }
    }

    /** What this tab sent before its last change is no news. */
    onTold(value) {
        const index = this.sent.findIndex((sent) => deepEqual(sent, value));
        this.sent = index < 0 ? [] : this.sent.slice(index + 1);
        if (!this.sent.length) {
            this.saved = value;
        }
    }
}

patch(Settings.prototype, {
    setup() {
        super.setup();
        /** Whether the user's own chats stand by how long their customers wait. */
        this.livechat_longest_wait_first = false;
        /** @type {{folded: string[], order: string[]}|false|undefined} names of the panel's sections */
        this.livechat_panel_layout = undefined;
        /** @type {{folded: string[], order: string[]}|false|undefined} as an administrator has it */
        this.livechat_panel_default_layout = undefined;
        /** @type {Object<string, Saves>} by name of the setting */
        this.livechatSaves = markRaw({});
    },
    /**
     * Change one of them, now and for good. If that fails, this change alone is taken back.
     *
     * @param {string} name
     * @param {(value: any) => any} change the same each time, whatever else was changed before it
     */
    async livechatSave(name, change) {
        const saves = (this.livechatSaves[name] ??= new Saves(name, this[name]));
        if (!saves.changes.length) {
            saves.saved = this[name];
        }
        saves.changes.push(change);
        this[name] = saves.getShown();
        const save = () => saves.saveFirst().finally(() => (this[name] = saves.getShown()));
        const saving = saves.queue.then(save);
        saves.queue = saving.catch(() => {}); // the next one is saved anyway
        await saving;
    },
    /**
     * @param {string} name
     * @returns {Promise<boolean>} whether all that was changed of it, and not saved by now, is kept
     */
    async livechatIsKept(name) {
        const saves = this.livechatSaves[name];
        const failed = saves?.failed;
        await saves?.queue;
        return saves?.failed === failed;
    },
    /** @override because the server tells of each that was saved, when others may be shown */
    update(data) {
        for (const saves of Object.values(this.livechatSaves)) {
            if (saves.name in data) {
                saves.onTold(data[saves.name]);
                data = { ...data, [saves.name]: saves.getShown() };
            }
        }
        return super.update(data);
    },
});

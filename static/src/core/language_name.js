import { user } from "@web/core/user";

/** @returns {string} what the user calls a language, also one that Odoo does not know */
export function getLanguageName(tag) {
    try {
        return new Intl.DisplayNames([user.lang], { type: "language" }).of(tag);
    } catch {
        return tag;
    }
}

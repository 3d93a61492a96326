import { getKwArgs } from "@web/../tests/web_test_helpers";

const LIMIT = 8;

const normalize = (name) => name.trim().replace(/\s+/g, " ");
const isSame = (name, otherName) => name.toLowerCase() === otherName.toLowerCase();

/**
 * What `livechat.unique.name.mixin` does on the server: names that mean the same in capitals or
 * with a blank too many.
 */
export const UniqueNameMixin = (Base) =>
    class extends Base {
        /** The same name first, then those that begin with the text, then others that hold it. */
        livechat_search_names() {
            const kwargs = getKwArgs(arguments, "text", "limit");
            const text = normalize(kwargs.text ?? "").toLowerCase();
            const limit = kwargs.limit ?? LIMIT;
            const rank = (name) =>
                isSame(name, text) ? 0 : name.toLowerCase().startsWith(text) ? 1 : 2;
            const names = this._filter([])
                .map(({ name }) => name)
                .filter((name) => name.toLowerCase().includes(text))
                .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
            return {
                names: names.slice(0, limit),
                more_count: Math.max(names.length - limit, 0),
            };
        }

        /** @param {string} typedName */
        _find_or_create(typedName) {
            const name = normalize(typedName);
            const record = this._filter([]).find((other) => isSame(other.name, name));
            return record?.id ?? this.create({ name });
        }
    };

import { getKwArgs } from "@web/../tests/web_test_helpers";

/**
 * Names that are searched and created by what was typed. Which names are the same, in which order
 * they come and how many, the server decides: that is each test's to say.
 */
export const UniqueNameMixin = (Base) =>
    class extends Base {
        livechat_search_names() {
            const { text } = getKwArgs(arguments, "text", "limit");
            const names = this._filter([["name", "ilike", text ?? ""]]).map(({ name }) => name);
            return { names, more_count: 0 };
        }

        _find_or_create(name) {
            return this._filter([["name", "=", name]])[0]?.id ?? this.create({ name });
        }
    };

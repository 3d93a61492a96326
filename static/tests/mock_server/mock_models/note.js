import { mailDataHelpers } from "@mail/../tests/mock_server/mail_mock_server";

import { fields, getKwArgs, makeServerError, serverState } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

const { Store } = mailDataHelpers;

/** What the agents noted. Here it is plain text also where the server has HTML. */
export const NoteMixin = (Base) =>
    class extends Base {
        /** On the server records. */
        livechat_note_versions = fields.Json({ default: () => [] });

        _get_note_state({ livechat_note, livechat_note_versions }) {
            const { id, author, date } = livechat_note_versions.at(-1) ?? {
                id: 0,
                author: false,
                date: false,
            };
            const text = (livechat_note || "").replace(/<\/?p>/g, "");
            return { id, text, author, date };
        }

        /** Save a note as it is, and tell the panels, as the server does whoever saves it. */
        _write_note(channelId, text, author = "Otto Agent") {
            const [channel] = this.browse(channelId);
            const versions = channel.livechat_note_versions;
            const version = {
                id: (versions.at(-1)?.id ?? 100) + 1,
                author,
                date: serializeDateTime(luxon.DateTime.now()),
                text,
            };
            this.write([channelId], {
                livechat_note: text || false,
                livechat_note_versions: [...versions, version],
            });
            const [partner] = this.env["res.partner"].browse(serverState.partnerId);
            const values = { livechat_note_state: this._get_note_state(this.browse(channelId)[0]) };
            this.env["bus.bus"]._sendone(
                partner,
                "mail.record/insert",
                new Store(this.browse(channelId), values).get_result()
            );
            return version.id;
        }

        /** Save what is sent. What comes of two changes at once is each test's to say. */
        livechat_save_note() {
            const { ids, text, base_version_id } = getKwArgs(
                arguments,
                "ids",
                "text",
                "base_version_id",
                "editing_key",
                "resolution",
                "shown_version_id"
            );
            if (base_version_id !== this._get_note_state(this.browse(ids)[0]).id) {
                throw makeServerError({ message: "The mock server merges nothing." });
            }
            this._write_note(ids[0], text.trim() ? text : "", "Mitchell Admin");
            const state = this._get_note_state(this.browse(ids)[0]);
            return { ...state, is_saved: true, typed_version_id: state.id };
        }

        livechat_get_note_versions() {
            const { ids, limit, before_id } = getKwArgs(arguments, "ids", "limit", "before_id");
            const all = this.browse(ids)[0].livechat_note_versions;
            const versions = all.filter(({ id }) => !before_id || id < before_id).reverse();
            return {
                versions: versions.slice(0, limit).map(({ text, ...version }) => ({
                    ...version,
                    erased: false,
                    lines: text ? [["same", text]] : [],
                })),
                has_more: versions.length > limit,
                can_erase: false,
            };
        }

        livechat_restore_note() {
            const { ids, version_id } = getKwArgs(arguments, "ids", "version_id");
            const [channel] = this.browse(ids);
            const version = channel.livechat_note_versions.find(({ id }) => id === version_id);
            if (!version) {
                throw makeServerError({ message: "This version of the note is gone." });
            }
            this._write_note(channel.id, version.text, "Mitchell Admin");
            return this._get_note_state(this.browse(ids)[0]);
        }

        livechat_notify_note_editing() {}
    };

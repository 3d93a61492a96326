import { mailDataHelpers } from "@mail/../tests/mock_server/mail_mock_server";

import { fields, getKwArgs, serverState } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

const { Store } = mailDataHelpers;

/** Build what the server sends of a conversation that was sent by mail. */
export function makeSending(values) {
    return {
        id: 700,
        kind: "conversation",
        text: false,
        email_to: "carla@example.com",
        user_name: "Ada Agent",
        date: serializeDateTime(luxon.DateTime.now()),
        is_unfinished: false,
        state: "queued",
        failures: [],
        ...values,
    };
}

/** To whom a conversation was sent. */
export const TranscriptMixin = (Base) =>
    class extends Base {
        /** On the server no fields. */
        livechat_transcripts = fields.Json({ default: () => ({ count: 0, items: [] }) });
        livechat_transcript_emails = fields.Json({ default: () => [] });

        _get_transcript_values({ livechat_transcripts, livechat_transcript_emails }) {
            return { livechat_transcripts, livechat_transcript_emails };
        }

        livechat_send_transcript() {
            const { ids, emails } = getKwArgs(arguments, "ids", "emails");
            const [channel] = this.browse(ids);
            this._add_sending(channel, {
                email_to: emails,
                is_unfinished: !channel.livechat_end_dt,
            });
        }

        livechat_send_message() {
            const { ids, text, emails } = getKwArgs(arguments, "ids", "text", "emails");
            const [channel] = this.browse(ids);
            this._add_sending(channel, { email_to: emails, kind: "message", text });
        }

        _add_sending(channel, values) {
            const { count, items } = channel.livechat_transcripts;
            const sending = makeSending({ id: 700 + count, ...values });
            this._set_sendings(channel.id, [sending, ...items], count + 1);
        }

        /** As the server does whenever something becomes of a mail. */
        _set_sendings(id, items, count = items.length) {
            const values = { livechat_transcripts: { count, items } };
            this.write([id], values);
            const [partner] = this.env["res.partner"].browse(serverState.partnerId);
            this.env["bus.bus"]._sendone(
                partner,
                "mail.record/insert",
                new Store(this.browse(id), values).get_result()
            );
        }
    };

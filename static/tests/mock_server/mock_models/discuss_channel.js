import { livechatModels } from "@im_livechat/../tests/livechat_test_helpers";

import { mailDataHelpers } from "@mail/../tests/mock_server/mail_mock_server";

import {
    Command,
    fields,
    getKwArgs,
    makeKwArgs,
    serverState,
} from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";

import { CustomerMixin } from "./customer";
import { NoteMixin } from "./note";
import { NowMixin } from "./now";
import { RecentMixin } from "./recent";
import { TranscriptMixin } from "./transcript";

const { Store } = mailDataHelpers;

export class DiscussChannel extends NoteMixin(
    NowMixin(TranscriptMixin(RecentMixin(CustomerMixin(livechatModels.DiscussChannel))))
) {
    livechat_conversation_tag_ids = fields.Many2many({ relation: "im_livechat.conversation.tag" });
    /** On the server no fields: read off the messages, and off the visitor's track. */
    livechat_chatbot_answers = fields.Json({ default: () => [] });
    livechat_visited_pages = fields.Json({ default: () => [] });
    livechat_status_since_dt = fields.Datetime();
    livechat_customer_waiting_since_dt = fields.Datetime();
    livechat_answer_due_dt = fields.Datetime();
    livechat_answer_warn_dt = fields.Datetime();
    livechat_looking_for_help_since_dt = fields.Datetime();
    livechat_help_due_dt = fields.Datetime();
    livechat_help_warn_dt = fields.Datetime();
    livechat_help_text = fields.Char();
    livechat_help_user_id = fields.Many2one({ relation: "res.users" });
    livechat_is_unattended = fields.Boolean();
    /** On the server no field: the last `livechat.handover`. */
    livechat_last_handover = fields.Json();
    /** On the server no field: what the user was told with it. */
    livechat_brief = fields.Json();
    /** On the server no field: why it cannot be reopened. */
    livechat_reopening_refusal = fields.Char();

    _channel_basic_info_fields() {
        return [...super._channel_basic_info_fields(), "livechat_conversation_tag_ids"];
    }

    /** @override to send what Odoo's server sends, and its mock server does not */
    _to_store(store) {
        super._to_store(...arguments);
        for (const channel of this) {
            if (channel.channel_type !== "livechat") {
                continue;
            }
            store._add_record_fields(this.browse(channel.id), {
                livechat_note: channel.livechat_note ? ["markup", channel.livechat_note] : false,
                livechat_outcome: channel.livechat_outcome,
                livechat_conversation_tag_ids: Store.many(
                    this.env["im_livechat.conversation.tag"].browse(
                        channel.livechat_conversation_tag_ids
                    ),
                    makeKwArgs({ fields: ["name", "color"] })
                ),
                ...this._get_help_values(channel),
                ...this._get_name_values(channel),
            });
        }
    }

    /** What Live Chat users receive with every conversation. */
    _get_help_values(channel) {
        return {
            livechat_status_since_dt: channel.livechat_status_since_dt,
            livechat_answer_due_dt: channel.livechat_answer_due_dt,
            livechat_answer_warn_dt: channel.livechat_answer_warn_dt,
            livechat_customer_waiting_since_dt: channel.livechat_customer_waiting_since_dt,
            livechat_looking_for_help_since_dt: channel.livechat_looking_for_help_since_dt,
            livechat_help_due_dt: channel.livechat_help_due_dt,
            livechat_help_warn_dt: channel.livechat_help_warn_dt,
            livechat_help_text: channel.livechat_help_text,
            livechat_help_user_id:
                channel.livechat_help_user_id &&
                Store.one(
                    this.env["res.users"].browse(channel.livechat_help_user_id),
                    makeKwArgs({
                        fields: [Store.one("partner_id", makeKwArgs({ fields: ["name"] }))],
                    })
                ),
            livechat_is_unattended: channel.livechat_is_unattended,
        };
    }

    /** @override to keep since when the status is what it is */
    write(idOrIds, values) {
        const ids = [idOrIds].flat();
        const before = new Map(this.browse(ids).map((c) => [c.id, c.livechat_status]));
        const status = values.livechat_status;
        if (status && ids.some((id) => before.get(id) !== status)) {
            const now = serializeDateTime(luxon.DateTime.now());
            values = {
                livechat_status_since_dt: now,
                livechat_looking_for_help_since_dt: status === "need_help" && now,
                livechat_help_user_id: status === "need_help" && this.env.uid,
                ...(status !== "need_help" && { livechat_help_text: false }),
                ...values,
            };
        }
        const result = super.write(idOrIds, values);
        this._send_help_update(before);
        return result;
    }

    _send_help_update(before) {
        const wasLooking = (channel) => before.get(channel.id) === "need_help";
        const looks = (channel) => channel.livechat_status === "need_help";
        const channels = this.browse([...before.keys()]);
        const added = channels.filter((c) => looks(c) && !wasLooking(c)).map((c) => c.id);
        const removed = channels.filter((c) => wasLooking(c) && !looks(c)).map((c) => c.id);
        if (added.length || removed.length) {
            this.env["bus.bus"]._sendone(
                [this.env["res.groups"].browse(serverState.groupLivechatId), "LOOKING_FOR_HELP"],
                "im_livechat.looking_for_help/update",
                { added_channel_ids: added, removed_channel_ids: removed }
            );
        }
    }

    livechat_join() {
        const { ids, only_if_needed } = getKwArgs(arguments, "ids", "only_if_needed");
        const [channel] = this.browse(ids);
        const members = () =>
            this.env["discuss.channel.member"]
                .browse(this.browse(ids)[0].channel_member_ids)
                .filter((member) => member.livechat_member_type === "agent" || isSelf(member));
        const isSelf = (member) => member.partner_id === this.env.user.partner_id;
        if (
            !members().some(isSelf) &&
            (channel.livechat_status === "need_help" || !only_if_needed)
        ) {
            this.add_members([channel.id], [this.env.user.partner_id]);
        }
        return { is_joined: members().some(isSelf), helper: false };
    }

    /** What the panel asks for once: see `_get_livechat_session_fields_to_store`. */
    _livechat_session_to_store(store, id) {
        const [channel] = this.browse(id);
        store.add({ has_access_create_partner: this._has_access_create_partner() });
        this._recent_to_store(store, channel);
        store._add_record_fields(this.browse(id), {
            ...this._get_customer_values(channel),
            ...this._get_transcript_values(channel),
            livechat_note_state: this._get_note_state(channel),
            livechat_chatbot_answers: channel.livechat_chatbot_answers,
            livechat_visitor_lang: channel.livechat_visitor_lang,
            livechat_visitor_tz: channel.livechat_visitor_tz,
            livechat_country_is_estimated: channel.livechat_country_is_estimated,
            livechat_visited_pages: channel.livechat_visited_pages,
            livechat_brief: channel.livechat_brief,
            livechat_last_handover: channel.livechat_last_handover,
            livechat_reopening_refusal: channel.livechat_reopening_refusal,
        });
    }

    livechat_hide_brief() {
        const { ids } = getKwArgs(arguments, "ids");
        this.write(ids, { livechat_brief: false });
    }

    livechat_add_tag() {
        const { ids, name } = getKwArgs(arguments, "ids", "name");
        const tagId = this.env["im_livechat.conversation.tag"]._find_or_create(name);
        this.write(ids, { livechat_conversation_tag_ids: [Command.link(tagId)] });
        return tagId;
    }

    livechat_remove_tag() {
        const { ids, tag_id } = getKwArgs(arguments, "ids", "tag_id");
        this.write(ids, { livechat_conversation_tag_ids: [Command.unlink(tag_id)] });
    }

    livechat_add_expertise() {
        const { ids, name } = getKwArgs(arguments, "ids", "name");
        const expertiseId = this.env["im_livechat.expertise"]._find_or_create(name);
        this.write(ids, { livechat_expertise_ids: [Command.link(expertiseId)] });
        return expertiseId;
    }

    livechat_remove_expertise() {
        const { ids, expertise_id } = getKwArgs(arguments, "ids", "expertise_id");
        this.write(ids, { livechat_expertise_ids: [Command.unlink(expertise_id)] });
    }
}

import { livechatModels } from "@im_livechat/../tests/livechat_test_helpers";

import { mailDataHelpers } from "@mail/../tests/mock_server/mail_mock_server";

import { Command, fields, getKwArgs, makeKwArgs } from "@web/../tests/web_test_helpers";

const { Store } = mailDataHelpers;

export class DiscussChannel extends livechatModels.DiscussChannel {
    livechat_conversation_tag_ids = fields.Many2many({ relation: "im_livechat.conversation.tag" });
    /** On the server no fields: read off the messages, and off the visitor's track. */
    livechat_chatbot_answers = fields.Json({ default: () => [] });
    livechat_visited_pages = fields.Json({ default: () => [] });

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
            });
        }
    }

    /** What the panel asks for once: see `_get_livechat_session_fields_to_store`. */
    _livechat_session_to_store(store, id) {
        const [channel] = this.browse(id);
        const customerIds = this.env["discuss.channel.member"]
            .browse(channel.channel_member_ids)
            .filter((member) => member.livechat_member_type === "visitor" && member.partner_id)
            .map((member) => member.partner_id);
        store._add_record_fields(this.browse(id), {
            livechat_customer_partner_ids: Store.many(
                this.env["res.partner"].browse(customerIds),
                makeKwArgs({ fields: ["avatar_128", "name"] })
            ),
            livechat_chatbot_answers: channel.livechat_chatbot_answers,
            livechat_visitor_lang: channel.livechat_visitor_lang,
            livechat_visitor_tz: channel.livechat_visitor_tz,
            livechat_country_is_estimated: channel.livechat_country_is_estimated,
            livechat_visited_pages: channel.livechat_visited_pages,
        });
    }

    livechat_set_note() {
        const { ids, note, base } = getKwArgs(arguments, "ids", "note", "base");
        const [channel] = this.browse(ids);
        const current = channel.livechat_note || "";
        if (base !== undefined && base !== null && base !== current) {
            return { is_saved: false, note: current };
        }
        const sanitized = note ? `<p>${note}</p>` : "";
        this.write(ids, { livechat_note: sanitized || false });
        return { is_saved: true, note: sanitized };
    }

    livechat_add_tag() {
        const { ids, name } = getKwArgs(arguments, "ids", "name");
        const tagId = this.env["im_livechat.conversation.tag"]._find_or_create(name);
        this.write(ids, { livechat_conversation_tag_ids: [Command.link(tagId)] });
        return tagId;
    }

    livechat_remove_tags() {
        const { ids, tag_ids } = getKwArgs(arguments, "ids", "tag_ids");
        this.write(ids, { livechat_conversation_tag_ids: tag_ids.map((id) => Command.unlink(id)) });
    }

    livechat_add_expertise() {
        const { ids, name } = getKwArgs(arguments, "ids", "name");
        const expertiseId = this.env["im_livechat.expertise"]._find_or_create(name);
        this.write(ids, { livechat_expertise_ids: [Command.link(expertiseId)] });
        return expertiseId;
    }

    livechat_remove_expertises() {
        const { ids, expertise_ids } = getKwArgs(arguments, "ids", "expertise_ids");
        this.write(ids, { livechat_expertise_ids: expertise_ids.map((id) => Command.unlink(id)) });
    }
}

import { fields } from "@web/../tests/web_test_helpers";

/** Build what the mock server knows of another conversation of the customer. */
export function makeRecent(values) {
    return {
        id: 900,
        name: "Visitor #20",
        date: "2025-06-03 10:20:00",
        end_date: "2025-06-03 10:20:00",
        channel_name: "Support",
        agents: ["Otto"],
        status: false,
        outcome: "no_failure",
        tags: [],
        rating: "none",
        note: "",
        match: "contact",
        ...values,
    };
}

/** What else the customer of a conversation chatted, and the customer's company. */
export const RecentMixin = (Base) =>
    class extends Base {
        /** On the server no fields. */
        livechat_recent_conversations = fields.Json({ default: () => ({ count: 0, items: [] }) });
        livechat_company_conversations = fields.Json({ default: () => ({ count: 0, items: [] }) });

        _recent_to_store(store, channel) {
            this._add_recent(
                store,
                channel.id,
                "livechat_recent",
                channel.livechat_recent_conversations
            );
            store._add_record_fields(this.browse(channel.id), {
                livechat_company_recent_is_old: true,
            });
        }

        /** What those receive who ask for what the company chatted. */
        _company_recent_to_store(store, id) {
            const [channel] = this.browse(id);
            const company = channel.livechat_company_conversations;
            this._add_recent(store, id, "livechat_company_recent", company);
            store._add_record_fields(this.browse(id), {
                livechat_company_recent_contact: company.contact_id ?? channel.livechat_contact_id,
                livechat_company_recent_is_old: false,
            });
        }

        _add_recent(store, id, name, { count, has_more = false, items }) {
            const byEmail = items.filter((item) => item.match === "email");
            store._add_record_fields(this.browse(id), {
                [`${name}_ids`]: items.map((item) => this._to_recent_record(item)),
                [`${name}_by_email_ids`]: byEmail.map((item) => item.id),
                [`${name}_count`]: count,
                [`${name}_has_more`]: has_more,
            });
        }

        /** It need not be in the mock server's database. */
        _to_recent_record(item) {
            return {
                id: item.id,
                last_interest_dt: item.date,
                livechat_agent_names: item.agents,
                livechat_channel_id: {
                    id: 7000 + item.channel_name.length,
                    name: item.channel_name,
                },
                livechat_conversation_tag_ids: item.tags,
                livechat_customer_name: item.name,
                livechat_end_dt: item.end_date,
                livechat_note_line: item.note,
                livechat_outcome: item.outcome,
                livechat_status: item.status,
                rating_last_text: item.rating,
            };
        }

        action_livechat_open_recent() {
            return {
                type: "ir.actions.act_window",
                name: "Conversations",
                res_model: "discuss.channel",
                views: [[false, "list"]],
            };
        }

        livechat_get_preview() {
            return { note: "", messages: [], is_partial: false };
        }
    };

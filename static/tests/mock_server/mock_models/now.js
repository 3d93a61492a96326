import { serverState } from "@web/../tests/web_test_helpers";
import { serializeDateTime } from "@web/core/l10n/dates";
import { pick } from "@web/core/utils/objects";

/** What Now shows, see the room `now` of the server. */
export const NowMixin = (T) =>
    class extends T {
        _livechat_now_to_store(store) {
            const channels = this._filter([
                ["channel_type", "=", "livechat"],
                ["livechat_end_dt", "=", false],
            ]);
            channels.forEach((channel) => this._livechat_now_row_to_store(store, channel));
            for (const { country_id: id } of channels.filter((channel) => channel.country_id)) {
                const [country] = this.env["res.country"].browse(id);
                store._add_record_fields(
                    this.env["res.country"].browse(id),
                    pick(country, "code", "name")
                );
            }
            const users = this.env["res.users"]._filter([["livechat_limits", "!=", false]]);
            for (const user of users) {
                store._add_record_fields(this.env["res.users"].browse(user.id), {
                    livechat_expertise_ids: user.livechat_expertise_ids,
                    livechat_languages: ["English"],
                    livechat_limits: user.livechat_limits,
                    partner_id: user.partner_id,
                });
                const [partner] = this.env["res.partner"].browse(user.partner_id);
                store._add_record_fields(this.env["res.partner"].browse(partner.id), {
                    im_status: partner.im_status,
                    name: partner.name,
                });
            }
            for (const expertise of this.env["im_livechat.expertise"]._filter([])) {
                store._add_record_fields(this.env["im_livechat.expertise"].browse(expertise.id), {
                    name: expertise.name,
                });
            }
            store.add({
                livechat_now_agents: users.map((user) => user.id),
                livechat_now_threads: channels.map(({ id }) => ({ id, model: "discuss.channel" })),
                livechat_now_totals: {
                    bus_id: this.env["bus.bus"].lastBusNotificationId,
                    counts: [
                        { livechat_channel_id: false, begun: channels.length, missed: 2, rated: 3 },
                    ],
                    since: serializeDateTime(luxon.DateTime.now().startOf("day")),
                },
            });
        }

        _livechat_now_row_to_store(store, channel) {
            const members = this.env["discuss.channel.member"].browse(channel.channel_member_ids);
            const agents = members.filter((member) => member.livechat_member_type === "agent");
            const guest = members.find((member) => member.guest_id);
            const [customer] = this.env["res.partner"].browse(
                members.find((member) => member.livechat_member_type === "visitor")?.partner_id ||
                    []
            );
            const [livechat] = channel.livechat_channel_id
                ? this.env["im_livechat.channel"].browse(channel.livechat_channel_id)
                : [];
            if (livechat) {
                store._add_record_fields(this.env["im_livechat.channel"].browse(livechat.id), {
                    name: livechat.name,
                });
            }
            for (const { partner_id: id } of agents) {
                const [{ name }] = this.env["res.partner"].browse(id);
                store._add_record_fields(this.env["res.partner"].browse(id), { name });
            }
            store._add_record_fields(this.browse(channel.id), {
                channel_type: "livechat",
                country_id: channel.country_id,
                livechat_answer_due_dt: channel.livechat_answer_due_dt,
                livechat_answer_warn_dt: channel.livechat_answer_warn_dt,
                livechat_channel_id: channel.livechat_channel_id,
                livechat_customer_name: guest
                    ? this.env["mail.guest"].browse(guest.guest_id)[0].name
                    : (customer?.name ?? channel.name),
                livechat_customer_waiting_since_dt: channel.livechat_customer_waiting_since_dt,
                livechat_end_dt: channel.livechat_end_dt,
                livechat_expertise_ids: channel.livechat_expertise_ids,
                livechat_help_text: channel.livechat_help_text,
                ...(customer && { livechat_known_contact: pick(customer, "id", "name") }),
                livechat_looking_for_help_since_dt: channel.livechat_looking_for_help_since_dt,
                livechat_note_line: channel.livechat_note || "",
                livechat_present_agent_ids: agents.map((member) => member.partner_id),
                livechat_status: channel.livechat_status,
                name: channel.name,
            });
        }

        /** Tell those who look at Now of a conversation. */
        _tell_now(store, id, counts) {
            const [channel] = this.browse(id);
            this._livechat_now_row_to_store(store, channel);
            const command = channel.livechat_end_dt ? "DELETE" : "ADD";
            store.add({
                livechat_now_threads: [[command, [{ id, model: "discuss.channel" }]]],
            });
            const [partner] = this.env["res.partner"].read(serverState.partnerId);
            this.env["bus.bus"]._sendone(partner, "livechat_info_panel/now", {
                channel_ids: [id],
                counts: counts ? { [id]: counts } : {},
                data: store.get_result(),
            });
        }
    };

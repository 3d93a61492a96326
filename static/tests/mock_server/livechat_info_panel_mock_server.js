import "@im_livechat/../tests/mock_server/livechat_mock_server";

import { mailDataHelpers } from "@mail/../tests/mock_server/mail_mock_server";

import { patch } from "@web/core/utils/patch";

patch(mailDataHelpers, {
    _process_request_for_internal_user(store, name, params) {
        super._process_request_for_internal_user(...arguments);
        const DiscussChannel = this.env["discuss.channel"];
        if (name === "/im_livechat/session/data" && DiscussChannel._livechat_session_to_store) {
            for (const id of DiscussChannel.search([["id", "in", params.channel_ids]])) {
                DiscussChannel._livechat_session_to_store(store, id);
            }
        }
        if (name === "/livechat_info_panel/company_conversations") {
            DiscussChannel._company_recent_to_store(store, params.channel_id);
        }
        if (name === "/livechat_info_panel/now") {
            DiscussChannel._livechat_now_to_store(store);
        }
        if (name === "/im_livechat/looking_for_help") {
            const count = DiscussChannel.search_count([["livechat_status", "=", "need_help"]]);
            store.add({
                livechat_looking_for_help_count: count,
                livechat_looking_for_help_count_bus_id: this.env["bus.bus"].lastBusNotificationId,
            });
        }
    },
});

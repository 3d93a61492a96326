import { livechatModels } from "@im_livechat/../tests/livechat_test_helpers";

import { fields, makeKwArgs } from "@web/../tests/web_test_helpers";

export class ResPartner extends livechatModels.ResPartner {
    /** The tags, as the server sends them. */
    category_id = fields.Json({ default: () => [] });

    /** @override to send what is computed, or stands elsewhere, on the server */
    _to_store(store, fieldNames) {
        super._to_store(...arguments);
        if (!fieldNames?.includes("email_normalized")) {
            return;
        }
        for (const partner of this) {
            store.add(
                this.browse(partner.id),
                makeKwArgs({
                    fields: {
                        category_id: partner.category_id,
                        commercial_partner_id: partner.commercial_partner_id || partner.id,
                    },
                })
            );
        }
    }
}

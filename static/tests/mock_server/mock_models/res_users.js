import { livechatModels } from "@im_livechat/../tests/livechat_test_helpers";

import { fields } from "@web/../tests/web_test_helpers";

export class ResUsers extends livechatModels.ResUsers {
    /** On the server no field: of their live chat channels. */
    livechat_limits = fields.Json();
}

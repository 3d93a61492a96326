import { models } from "@web/../tests/web_test_helpers";

import { UniqueNameMixin } from "./unique_name";

export class Im_LivechatConversationTag extends UniqueNameMixin(models.ServerModel) {
    _name = "im_livechat.conversation.tag";
}

import { livechatModels } from "@im_livechat/../tests/livechat_test_helpers";

import { UniqueNameMixin } from "./unique_name";

export class Im_LivechatExpertise extends UniqueNameMixin(livechatModels.Im_LivechatExpertise) {}

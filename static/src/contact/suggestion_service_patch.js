import { SuggestionService } from "@mail/core/common/suggestion_service";

import { patch } from "@web/core/utils/patch";

patch(SuggestionService.prototype, {
    /** @override to suggest no contact who only a panel shows, unless the server does as well */
    isSuggestionValid(partner) {
        return !partner.livechatIsOnlyContact && super.isSuggestionValid(...arguments);
    },
});

import { FeedbackPanel } from "@im_livechat/embed/common/feedback_panel/feedback_panel";
import { tellRefusal } from "@livechat_info_panel/core/common/refusal";

import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(FeedbackPanel.prototype, {
    /** No super: it forgets what the visitor typed before the server has it. */
    async onClickSendFeedback() {
        const { feedback: reason, rating: rate } = this.state;
        this.state.step = this.STEP.THANKS;
        const link = this.livechatService.options.review_link;
        if (rate === this.RATING.GOOD && link) {
            window.open(link, "_blank", "noopener");
        }
        try {
            await rpc("/im_livechat/feedback", { channel_id: this.props.thread.id, rate, reason });
        } catch (error) {
            this.state.step = this.STEP.RATING;
            tellRefusal(this.env.services.notification, error);
        }
    },
});

import { TranscriptSender } from "@im_livechat/core/common/transcript_sender";
import { getRefusal } from "@livechat_info_panel/core/common/refusal";

import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

patch(TranscriptSender.prototype, {
    /** No super: it does not say why it failed. */
    async onClickSend() {
        this.state.status = this.STATUS.SENDING;
        try {
            await rpc("/im_livechat/email_livechat_transcript", {
                channel_id: this.props.thread.id,
                email: this.state.email,
            });
            this.state.status = this.STATUS.SENT;
        } catch (error) {
            this.state.status = this.STATUS.FAILED;
            const refusal = getRefusal(error);
            if (refusal) {
                this.env.services.notification.add(refusal, { type: "warning" });
            }
        }
    },
});

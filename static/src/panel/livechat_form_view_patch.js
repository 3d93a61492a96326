import { LivechatSessionFormRenderer } from "@im_livechat/views/livechat_form_renderer";
import { LivechatSesionFormView } from "@im_livechat/views/livechat_form_view";

import { useChildSubEnv, useEffect } from "@odoo/owl";

import { registry } from "@web/core/registry";

/** The conversation of Live Chat, Sessions, beneath a control panel which has the Action menu. */
export class SessionFormRenderer extends LivechatSessionFormRenderer {
    static template = "livechat_info_panel.SessionForm";

    setup() {
        super.setup();
        useEffect(
            () => {
                const { chatHub } = this.store;
                chatHub.livechatMakeRoom();
                return () => chatHub.livechatGiveRoomBack();
            },
            () => []
        );
        // Discuss shows a control panel of its own, without a menu, where there are breadcrumbs.
        useChildSubEnv({ config: { ...this.env.config, breadcrumbs: [] } });
    }
}

registry
    .category("views")
    .add(
        "livechat_session_form",
        { ...LivechatSesionFormView, Renderer: SessionFormRenderer, display: {} },
        { force: true }
    );

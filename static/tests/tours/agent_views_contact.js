import { registry } from "@web/core/registry";

/** The agent opens the contact of a conversation, and goes on with the conversation beside it. */
registry.category("web_tour.tours").add("livechat_info_panel.agent_views_contact", {
    steps: () => [
        { trigger: ".o-livechatInfoPanel-contact:contains(Carla Customer)" },
        { trigger: ".o-livechatInfoPanel-contact a:contains(View Contact)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name='name']:contains(Carla Customer)" },
        { trigger: ".o-mail-ChatWindow:contains(Carla Customer)" },
        {
            trigger: ".o-mail-ChatWindow .o-mail-Composer-input",
            run: "edit Is this your address?",
        },
        { trigger: ".o-mail-ChatWindow .o-mail-Composer-input", run: "press Enter" },
        { trigger: ".o-mail-ChatWindow .o-mail-Message:contains(Is this your address?)" },
    ],
});

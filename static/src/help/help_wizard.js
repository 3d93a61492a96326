import { registry } from "@web/core/registry";
import { useRefListener } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** The dialog in which an agent asks for help: Enter in the line of text is enough to ask. */
export class HelpWizardController extends FormController {
    setup() {
        super.setup();
        useRefListener(this.rootRef, "keydown", (ev) => this.onKeydown(ev));
    }

    onKeydown(ev) {
        const isPlain = !ev.ctrlKey && !ev.metaKey && !ev.shiftKey && !ev.isComposing;
        if (ev.key === "Enter" && isPlain && ev.target.closest("[name='text']")) {
            ev.preventDefault();
            this.rootRef.el.closest(".o_dialog")?.querySelector("footer .btn-primary")?.click();
        }
    }
}

registry.category("views").add("livechat_info_panel.help_wizard", {
    ...formView,
    Controller: HelpWizardController,
});

import { Component } from "@odoo/owl";

/**
 * A few words, and what they mean, which there is no room for: to those who point at them, or touch
 * them, in a tooltip of Odoo's; to screen readers as text.
 */
export class Hint extends Component {
    static template = "livechat_info_panel.Hint";
    static props = {
        text: String,
        class: { type: String, optional: true },
        slots: Object,
    };
}

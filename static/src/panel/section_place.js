import { Component, useSubEnv, xml } from "@odoo/owl";

/** Where a section stands that users can fold and move. `Section` has the ways to do so. */
export class SectionPlace extends Component {
    static template = xml`<t t-slot="default"/>`;
    static props = {
        name: String,
        order: Object,
        isFixed: { type: Boolean, optional: true },
        slots: Object,
    };

    setup() {
        const { isFixed, name, order } = this.props;
        const place = {
            goTo: () => order.goTo(name),
            move: (step) => order.move(name, step),
            name,
        };
        useSubEnv({ livechatSectionPlace: isFixed ? undefined : place });
    }
}

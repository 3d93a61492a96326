import { useState } from "@odoo/owl";

import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

const METHOD = "livechat_get_agent_choices";

/**
 * Know to which agents conversations can be handed over.
 *
 * @returns {{agents: Object[]|null, hasFailed: boolean, load: (ids: number[], expertiseIds:
 *     number[]|null) => Promise<void>}} as the server has them, none before they are loaded
 */
export function useAgentChoices() {
    const orm = useService("orm");
    const store = useService("mail.store");
    const keepLast = new KeepLast();
    const choices = useState({
        agents: null,
        hasFailed: false,
        async load(...args) {
            choices.hasFailed = false;
            try {
                const agents = await keepLast.add(orm.silent.call("discuss.channel", METHOD, args));
                store["res.partner"].insert(
                    agents.map((agent) => ({
                        id: agent.partner_id,
                        im_status: agent.presence,
                        main_user_id: agent.id,
                        name: agent.name,
                    }))
                );
                choices.agents = agents;
            } catch {
                choices.hasFailed = true;
            }
        },
    });
    return choices;
}

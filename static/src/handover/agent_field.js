import { useAgentChoices } from "@livechat_info_panel/handover/agent_choices";
import { AgentOption } from "@livechat_info_panel/handover/agent_option";

import { Component, useEffect, useRef, useState } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { normalize } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { uniqueId } from "@web/core/utils/functions";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Whom a conversation is handed over to: the agents, the best first, and why others cannot. */
export class AgentField extends Component {
    static template = "livechat_info_panel.AgentField";
    static components = { AgentOption };
    static props = {
        ...standardFieldProps,
        /** The field that says which conversations, and the one that says what is asked for. */
        conversations: String,
        expertises: { type: String, optional: true },
        placeholder: { type: String, optional: true },
    };

    setup() {
        this.choices = useAgentChoices();
        this.listId = uniqueId("o-livechatInfoPanel-agents-");
        this.listRef = useRef("list");
        this.state = useState({ filter: "", walkedToId: null });
        useRecordObserver((record) => {
            const asked = JSON.stringify([record.resId, ...this.getAsked(record)]);
            if (asked !== this.asked) {
                this.asked = asked;
                this.load(record);
            }
        });
        useEffect(
            () => {
                this.listRef.el?.querySelector(".active")?.scrollIntoView({ block: "nearest" });
            },
            () => [this.activeId]
        );
    }

    /** @returns {[number[], number[]|null]} of which conversations, and what is asked for */
    getAsked({ data }) {
        const { conversations, expertises } = this.props;
        const value = data[conversations];
        const ids = value.currentIds ?? [value.id].filter(Boolean);
        return [[...ids], expertises ? [...data[expertises].currentIds] : null];
    }

    load(record = this.props.record) {
        return this.choices.load(...this.getAsked(record));
    }

    get value() {
        return this.props.record.data[this.props.name] || false;
    }

    get isFiltered() {
        return Boolean(this.state.filter.trim());
    }

    /** @returns {Object[]} what can be chosen, and who cannot; nobody is the best who is there */
    get options() {
        const agents = this.choices.agents ?? [];
        const nobody = { id: 0, name: this.props.placeholder, reason: "" };
        const isLoaded = Boolean(this.choices.agents);
        const missing = isLoaded && this.value && !agents.some(({ id }) => id === this.value.id);
        const all = [
            ...(this.props.placeholder ? [nobody] : []),
            ...agents,
            ...(missing
                ? [{ ...this.value, name: this.value.display_name, reason: _t("Not available") }]
                : []),
        ];
        const wanted = normalize(this.state.filter.trim());
        return all.filter(
            ({ expertises = [], id, name }) =>
                !wanted ||
                (id && [name, ...expertises].some((text) => normalize(text).includes(wanted)))
        );
    }

    isSelected({ id }) {
        return id === (this.value.id || 0);
    }

    /** @returns {number|null} whom Enter takes: where the arrows led, or the first one found */
    get activeId() {
        const { walkedToId } = this.state;
        if (this.options.some(({ id }) => id === walkedToId)) {
            return walkedToId;
        }
        const found = this.isFiltered && this.options.find(({ reason }) => !reason);
        return found ? found.id : null;
    }

    /** No `t-model`: a text that never rendered, as its choice came at once, would stay there. */
    onInput(ev) {
        Object.assign(this.state, { filter: ev.target.value, walkedToId: null });
    }

    onKeydown(ev) {
        const { options } = this;
        const index = options.findIndex(({ id }) => id === this.activeId);
        const move = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (ev.isComposing) {
            return;
        }
        if (move && options.length) {
            const next = index < 0 && move < 0 ? -1 : index + move;
            this.state.walkedToId = options.at(next % options.length).id;
        } else if (ev.key === "Enter" && index >= 0) {
            this.select(options[index]);
        } else if (ev.key === "Escape" && this.isFiltered) {
            Object.assign(this.state, { filter: "", walkedToId: null });
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    select({ id, name, reason }) {
        if (!reason && !this.props.readonly) {
            Object.assign(this.state, { filter: "", walkedToId: id });
            this.props.record.update({
                [this.props.name]: id ? { id, display_name: name } : false,
            });
        }
    }
}

registry.category("fields").add("livechat_agent", {
    component: AgentField,
    displayName: _t("Live Chat Agent"),
    extractProps: ({ options, placeholder }) => ({
        conversations: options.conversations,
        expertises: options.expertises,
        placeholder,
    }),
    supportedTypes: ["many2one"],
});

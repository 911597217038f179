/** Chooses an action type from the catalog and adds it as the last step of a stage. */
import Modal from "@cloudscape-design/components/modal";
import { useState } from "react";
import { actionsOf, findStage, type Json, type Pipeline } from "../document";
import type { Catalog } from "../inspector";

interface Props {
  readonly catalog: Catalog;
  readonly pipeline: Pipeline;
  readonly stage: string;
  readonly onAdd: (value: { [key: string]: Json }) => void;
  readonly onClose: () => void;
}

export function AddAction({ catalog, pipeline, stage, onAdd, onClose }: Props) {
  const [text, setText] = useState("");
  const found = [...catalog.values()].filter((type) => type.status === "current" && `${type.category} ${type.provider} ${type.label}`.toLowerCase().includes(text.trim().toLowerCase()));
  const add = (key: { category: string; owner: string; provider: string; version: string }) => {
    const names = new Set(actionsOf(pipeline).map((action) => action.name));
    let name = key.provider;
    for (let n = 2; names.has(name); n++) name = `${key.provider}${n}`;
    const runOrder = Math.max(0, ...(findStage(pipeline, stage)?.actions.map((action) => action.runOrder) ?? [])) + 1;
    onAdd({ name, actionTypeId: { category: key.category, owner: key.owner, provider: key.provider, version: key.version }, runOrder, configuration: {}, inputArtifacts: [], outputArtifacts: [] });
    onClose();
  };
  return (
    <Modal visible header={`Add a step to ${stage}`} onDismiss={onClose} closeAriaLabel="Close">
      <input className="ps-field" autoFocus aria-label="Find an action" placeholder="Find an action" value={text} onChange={(event) => setText(event.target.value)} />
      <ul className="ps-open-list" aria-label="Action types">
        {found.map((type) => (
          <li key={`${type.category}/${type.owner}/${type.provider}/${type.version}`}>
            <button type="button" onClick={() => add(type)}>
              <span className="ps-strong">{type.label}</span>
              <span className="ps-secondary">{type.category}</span>
            </button>
          </li>
        ))}
        {found.length === 0 ? <li className="ps-secondary">No action type is called that.</li> : null}
      </ul>
    </Modal>
  );
}

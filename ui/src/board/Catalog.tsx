/** The action types beside the board, to be dragged onto it; a click or Enter adds one after the selected action. */
import { useState } from "react";
import { glyphOf, ruleTypes, type Carried } from "../document";
import { Glyph } from "../glyphs";
import { pickUp } from "./carry";

export interface CatalogType {
  readonly category: string;
  readonly owner: string;
  readonly provider: string;
  readonly version: string;
  readonly label: string;
  readonly description: string;
  readonly status: string;
  readonly outputs: { readonly minimum: number };
}

const order = ["Source", "Build", "Compute", "Test", "Deploy", "Approval", "Invoke"];

/** What is carried when a type is picked up. */
export function carriedType(type: CatalogType): Extract<Carried, { kind: "new" }> {
  const { category, owner, provider, version } = type;
  // A build is of use for what it makes, though the service lets it make nothing.
  const makes = category === "Source" || category === "Build" ? Math.max(1, type.outputs.minimum) : type.outputs.minimum;
  return { kind: "new", type: { category, owner, provider, version }, label: type.label, outputs: makes };
}

interface CatalogProps {
  readonly types: readonly CatalogType[];
  readonly onAdd: (type: Extract<Carried, { kind: "new" }>) => void;
  /** A rule was chosen without dragging it: its gate is chosen next. */
  readonly onRule: (rule: Extract<Carried, { kind: "rule" }>) => void;
  readonly onClose: () => void;
}

export function Catalog({ types, onAdd, onRule, onClose }: CatalogProps) {
  const [text, setText] = useState("");
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found = types.filter((type) => type.status === "current" && words.every((word) => `${type.category} ${type.provider} ${type.label}`.toLowerCase().includes(word)));
  const groups = [...order, ...new Set(found.map((type) => type.category).filter((category) => !order.includes(category)))].map((category) => [category, found.filter((type) => type.category === category)] as const).filter(([, list]) => list.length > 0);
  const rules = ruleTypes.filter((rule) => words.every((word) => `rule condition ${rule.provider} ${rule.label}`.toLowerCase().includes(word)));
  return (
    <aside className="ps-catalog" aria-label="Actions" data-region tabIndex={-1}>
      <div className="ps-catalog-head">
        <h2>Actions</h2>
        <button type="button" className="ps-icon-button" aria-label="Close the list of actions" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </div>
      <input className="ps-field" type="search" data-find="" aria-label="Find an action" placeholder="Find an action" value={text} onChange={(event) => setText(event.target.value)} />
      <div className="ps-catalog-list" tabIndex={-1}>
        {groups.map(([category, list]) => (
          <section key={category} aria-label={category}>
            <h3>{category}</h3>
            {list.map((type) => (
              <button
                key={`${type.owner}/${type.provider}/${type.version}`}
                type="button"
                title={`${type.label}\n${type.description}`}
                onPointerDown={(event) => pickUp(event, carriedType(type))}
                onClick={() => onAdd(carriedType(type))}
              >
                <Glyph name={glyphOf(type)} />
                <span>{type.label.replace(/^(?:AWS|Amazon) /, "")}</span>
              </button>
            ))}
          </section>
        ))}
        {rules.length === 0 ? null : (
          <section aria-label="Rules of conditions">
            <h3>Rules of conditions</h3>
            {rules.map(({ provider, label }) => {
              const carried = { kind: "rule", provider, label } as const;
              return (
                <button key={provider} type="button" title={`${label}: a condition at the entry, the success or the failure of a stage`} onPointerDown={(event) => pickUp(event, carried)} onClick={() => onRule(carried)}>
                  <Glyph name="shield" />
                  <span>{label}</span>
                </button>
              );
            })}
          </section>
        )}
        {groups.length + rules.length === 0 ? <p className="ps-secondary">No action type is called that.</p> : null}
      </div>
      <p className="ps-catalog-hint">Drag onto a step, or press Enter to add after the selected action.</p>
    </aside>
  );
}

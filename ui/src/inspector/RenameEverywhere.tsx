/** Renames an artifact, a namespace or a variable with everything that says it, and shows every place before. */
import { useState } from "react";
import { referencesTo, type Definition, type Edit, type NameKind } from "../document";
import { TextField } from "./fields";

const rules: Record<NameKind, RegExp> = { artifact: /^[A-Za-z0-9_-]{1,100}$/, namespace: /^[A-Za-z0-9@_-]{1,100}$/, variable: /^[A-Za-z0-9@_-]{1,128}$/ };

export function RenameEverywhere({ definition, what, name, onEdit, onClose }: { readonly definition: Definition; readonly what: NameKind; readonly name: string; readonly onEdit: (edit: Edit) => void; readonly onClose: () => void }) {
  const [to, setTo] = useState(name);
  const good = rules[what].test(to);
  const places = to === name || !good ? [] : referencesTo(definition, what, name, to);
  return (
    <div className="ps-rename" role="group" aria-label={`Rename ${what} ${name}`}>
      <TextField label={`New name of ${what} ${name}`} value={to} optional={false} check={(draft) => (rules[what].test(draft) ? undefined : "Letters, digits, - and _")} onCommit={(value) => setTo(value ?? "")} />
      {places.length > 0 ? (
        <>
          <p className="ps-secondary">
            {places.length} {places.length === 1 ? "place changes" : "places change"}:
          </p>
          <ul className="ps-rename-places">
            {places.map((place) => (
              <li key={place.path.join("/")}>
                <span className="ps-secondary">{where(definition, place.path)}</span>
                <span className="ps-mono">{short(place.after)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <div className="ps-row-end">
        <button type="button" className="ps-button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="ps-button"
          data-primary=""
          disabled={places.length === 0}
          onClick={() => {
            onEdit({ kind: "rename", what, name, to });
            onClose();
          }}
        >
          Rename everywhere
        </button>
      </div>
    </div>
  );
}

const short = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** `Build › Package › PrimarySource` for a path of the text. */
function where(definition: Definition, path: readonly (string | number)[]): string {
  const inner = path.slice(definition.base.length);
  const stage = inner[0] === "stages" ? definition.pipeline.stages[Number(inner[1])] : undefined;
  const action = stage && inner[2] === "actions" ? stage.actions[Number(inner[3])] : undefined;
  const rest = inner.slice(action ? 4 : stage ? 2 : 0).filter((step) => typeof step === "string" && step !== "name" && step !== "configuration");
  return [stage?.name, action?.name, ...rest].filter((part) => part !== undefined && part !== "").join(" › ");
}

/** Several actions at once: the fields that all of them have, and what is done to all of them as one step. */
import { findAction, type Action, type ActionId, type Definition, type Edit } from "../document";
import { Glyph, glyphForAction } from "../glyphs";
import { TextField } from "./fields";

export function SeveralInspector({ definition, ids, readOnly, onEdit, onSelectAction }: { readonly definition: Definition; readonly ids: readonly ActionId[]; readonly readOnly: boolean; readonly onEdit: (edit: Edit) => void; readonly onSelectAction: (id: ActionId) => void }) {
  const actions = ids.flatMap((id) => findAction(definition.pipeline, id) ?? []);
  const shared = (read: (action: Action) => string | undefined) => {
    const values = new Set(actions.map(read));
    return values.size === 1 ? { value: [...values][0], mixed: false } : { value: undefined, mixed: true };
  };
  const field = (label: string, name: "roleArn" | "region" | "timeoutInMinutes" | "runOrder", read: (action: Action) => string | undefined) => {
    const { value, mixed } = shared(read);
    const number = name === "timeoutInMinutes" || name === "runOrder";
    return (
      <TextField
        label={label}
        fileKey={name}
        kind={number ? "number" : "text"}
        value={value}
        placeholder={mixed ? "Mixed" : "Not set"}
        readOnly={readOnly}
        onCommit={(next) =>
          onEdit({
            kind: "all",
            label: `Set ${label.toLowerCase()} of ${actions.length} actions`,
            edits: actions.map((action) => ({ kind: "setField", action: action.id, field: name, value: next === undefined ? undefined : number && /^\d+$/.test(next) ? Number(next) : next })),
          })
        }
      />
    );
  };
  return (
    <div className="ps-inspector-body">
      <section aria-label="Shared settings" className="ps-form">
        {field("Run order", "runOrder", (action) => String(action.runOrder))}
        {field("Region", "region", (action) => action.region)}
        {field("Service role", "roleArn", (action) => action.roleArn)}
        {field("Timeout in minutes", "timeoutInMinutes", (action) => action.timeoutInMinutes?.toString())}
      </section>
      <section aria-label="Actions" className="ps-form">
        <h3 className="ps-section">
          Actions <span className="ps-count">{actions.length}</span>
        </h3>
        {actions.map((action) => (
          <button key={action.id} type="button" className="ps-list-row" onClick={() => onSelectAction(action.id)}>
            <span className="ps-chip">{action.runOrder}</span>
            <Glyph name={glyphForAction(action)} />
            <span className="ps-clip">{action.name || "Unnamed"}</span>
          </button>
        ))}
      </section>
    </div>
  );
}

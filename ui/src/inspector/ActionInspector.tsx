/** Everything that an action says, as a form made from its type's properties. Edits are told, never applied here. */
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { useMemo } from "react";
import { fieldOf, usersOf, variablesFor, type Action, type Definition, type Edit, type Flow, type Json, type LastValues } from "../document";
import { Artifacts } from "./Artifacts";
import { arrange, extraKeys, findType, type Catalog, type Property } from "./catalog";
import { commandTypes, EnvironmentTable } from "./EnvironmentTable";
import { Exports } from "./Exports";
import { TextField, type FieldProblem } from "./fields";
import { HerePanel, type Here } from "./HerePanel";
import { PropertyField } from "./PropertyField";
import { ResourceField } from "./resources";

/** A problem with its place, as the validator tells it. */
export interface InspectorProblem extends FieldProblem {
  readonly pointer: string;
}

export interface ActionInspectorProps {
  readonly definition: Definition;
  readonly flow: Flow;
  readonly action: Action;
  readonly catalog: Catalog;
  readonly here: Here | undefined;
  /** What variables were in the last execution. */
  readonly last: LastValues | undefined;
  readonly problems: readonly InspectorProblem[];
  readonly readOnly: boolean;
  readonly onEdit: (edit: Edit) => void;
  readonly onSelectAction: (id: string) => void;
  readonly onLink: ((url: string) => void) | undefined;
}

export function ActionInspector(props: ActionInspectorProps) {
  const { definition, flow, action, catalog, here, problems, readOnly, onEdit, onSelectAction, onLink } = props;
  const { pipeline } = definition;
  const type = findType(catalog, action.typeId);
  const variables = useMemo(
    () => variablesFor(pipeline, flow, action.id, (one) => findType(catalog, one.typeId)?.variables ?? [], props.last),
    [pipeline, flow, action.id, catalog, props.last],
  );
  const own = useMemo(() => problems.flatMap((problem) => {
    const at = fieldOf(problem, action.path, definition.base);
    return at === undefined ? [] : [{ problem, at }];
  }), [problems, action.path, definition.base]);
  const of = (...path: string[]): FieldProblem[] => own.flatMap(({ problem, at }) => (path.every((step, i) => at[i] === step) && (path.length > 0 || at.length === 0) ? [problem] : []));
  const set = (field: Extract<Edit, { kind: "setField" }>["field"], value: Json | undefined) => onEdit({ kind: "setField", action: action.id, field, value });
  const configure = (key: string, value: string | undefined) => onEdit({ kind: "setConfiguration", action: action.id, key, value });
  const { first, more } = type ? arrange(action, type) : { first: [], more: [] };
  const extra = extraKeys(action, type);
  const property = (one: Property) => (
    <PropertyField key={one.name} property={one} action={action} type={type} problems={of("configuration", one.name)} variables={variables} readOnly={readOnly} onLink={onLink} onCommit={(value) => configure(one.name, value)} />
  );
  const general = of();
  return (
    <div className="ps-inspector-body">
      {general.map((problem) => (
        <p key={problem.message} className="ps-field-warning" data-severity={problem.severity}>
          {problem.message}
        </p>
      ))}
      {type && type.status !== "current" && type.note !== undefined ? <p className="ps-field-warning">{type.note}</p> : null}
      <section aria-label="Basics" className="ps-form">
        <div className="ps-two" data-wide="">
          <TextField label="Action name" member="name" value={action.name} optional={false} readOnly={readOnly} problems={of("name")} check={nameFault} onCommit={(name) => onEdit({ kind: "renameAction", action: action.id, name: name ?? "" })} />
          <TextField label="Run order" member="runOrder" kind="number" value={String(action.runOrder)} readOnly={readOnly} problems={of("runOrder")} check={orderFault} onCommit={(value) => set("runOrder", value === undefined ? undefined : toNumber(value))} />
        </div>
      </section>

      <section aria-label="Configuration" className="ps-form">
        {type ? null : (
          <p className="ps-empty-line">
            {action.typeId.category} {action.typeId.provider || "without a provider"} is not in the catalog: its keys are shown as they stand.
          </p>
        )}
        {first.map(property)}
        {type?.commands === true ? (
          <TextField
            label="Commands"
            fileKey="commands"
            kind="multiline"
            required
            value={action.commands.join("\n")}
            variables={variables}
            problems={of("commands")}
            readOnly={readOnly}
            documentation={type.documentation}
            onLink={onLink}
            description="One command a line; they run in one shell, and the first that fails ends the action."
            onCommit={(value) => set("commands", value === undefined ? undefined : value.split("\n").filter((line) => line.trim() !== ""))}
          />
        ) : null}
        {more.length > 0 ? (
          <ExpandableSection variant="inline" headerText={`More settings (${more.length})`}>
            <div className="ps-form">{more.map(property)}</div>
          </ExpandableSection>
        ) : null}
        {extra.length > 0 ? (
          <div className="ps-form">
            <div className="ps-section-title">
              <strong>Extra</strong>
              <span className="ps-secondary">{type?.open === true || !type ? "keys of its own" : "keys that this type does not have; kept as they are"}</span>
            </div>
            {extra.map((key) => (
              <TextField key={key} label={key} member={key} mono value={action.configuration[key]} readOnly={readOnly} variables={variables} problems={of("configuration", key)} onCommit={(value) => configure(key, value)} />
            ))}
          </div>
        ) : null}
        {(type === undefined || type.open) && !readOnly ? <NewKey taken={Object.keys(action.configuration)} onAdd={(key) => configure(key, "")} /> : null}
        {type?.commands === true ? (
          <EnvironmentTable
            rows={action.environmentVariables}
            types={commandTypes}
            variables={variables}
            problems={of("environmentVariables")}
            readOnly={readOnly}
            fileKey="environmentVariables"
            onChange={(rows) => set("environmentVariables", rows.length === 0 ? undefined : rows.map(environmentJson))}
          />
        ) : null}
      </section>

      <Artifacts {...props} type={type} problemsOf={of} />

      <section aria-label="Variables" className="ps-form">
        <h3 className="ps-section">Variables</h3>
        <TextField label="Namespace" fileKey="namespace" value={action.namespace} readOnly={readOnly} problems={of("namespace")} placeholder={`${action.name}Vars`} onCommit={(value) => {
            // References follow a rename; they do not when the namespace goes or comes.
            if (action.namespace !== undefined && value !== undefined && /^[A-Za-z0-9@_-]{1,100}$/.test(value) && usersOf(pipeline, action.namespace).length > 0) onEdit({ kind: "rename", what: "namespace", name: action.namespace, to: value });
            else set("namespace", value);
          }} />
        {type?.commands === true || type?.openVariables === true || action.outputVariables.length > 0 ? (
          <TextField
            label="Exported variables"
            fileKey="outputVariables"
            mono
            value={action.outputVariables.join(", ")}
            readOnly={readOnly}
            problems={of("outputVariables")}
            description="Names of environment variables whose values later actions may use."
            onCommit={(value) => set("outputVariables", value === undefined ? undefined : value.split(/[\s,]+/).filter((name) => name !== ""))}
          />
        ) : null}
        <Exports action={action} type={type} definition={definition} onSelectAction={onSelectAction} />
      </section>

      <HerePanel here={here} />

      <ExpandableSection variant="inline" headerText="Role, Region, timeout" defaultExpanded={action.roleArn !== undefined || action.region !== undefined}>
        <div className="ps-form">
          <ResourceField resource="role" label="Service role" fileKey="roleArn" mono value={action.roleArn} readOnly={readOnly} problems={of("roleArn")} placeholder="Same as the pipeline" onCommit={(value) => set("roleArn", value)} />
          <TextField label="Region" fileKey="region" value={action.region} readOnly={readOnly} problems={of("region")} placeholder="Same as the pipeline" onCommit={(value) => set("region", value)} />
          <TextField label="Timeout in minutes" fileKey="timeoutInMinutes" kind="number" value={action.timeoutInMinutes === undefined ? undefined : String(action.timeoutInMinutes)} readOnly={readOnly} problems={of("timeoutInMinutes")} placeholder="The service's" onCommit={(value) => set("timeoutInMinutes", value === undefined ? undefined : toNumber(value))} />
        </div>
      </ExpandableSection>
    </div>
  );
}

function NewKey({ taken, onAdd }: { readonly taken: readonly string[]; readonly onAdd: (key: string) => void }) {
  return (
    <TextField
      label="Add a key"
      value=""
      mono
      check={(draft) => (draft === "" || /^.{1,50}$/.test(draft) ? (taken.includes(draft) ? "This key is there already." : undefined) : "At most 50 characters.")}
      onCommit={(key) => {
        if (key !== undefined && !taken.includes(key)) onAdd(key);
      }}
    />
  );
}

function environmentJson({ name, value, type }: { readonly name: string; readonly value: string; readonly type: string }): Json {
  return type === "PLAINTEXT" ? { name, value } : { name, value, type };
}

function toNumber(value: string): Json {
  const number = Number(value);
  return value.trim() !== "" && Number.isFinite(number) ? number : value;
}

function nameFault(draft: string): string | undefined {
  if (draft === "") return "An action needs a name.";
  return /^[A-Za-z0-9.@\-_]{1,100}$/.test(draft) ? undefined : "1 to 100 letters, digits and . @ - _";
}

function orderFault(draft: string): string | undefined {
  const order = Number(draft);
  return Number.isInteger(order) && order >= 1 && order <= 999 ? undefined : "1 to 999";
}

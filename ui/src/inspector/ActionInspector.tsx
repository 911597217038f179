/** Everything that an action says, as a form made from its type's properties. Edits are told, never applied here. */
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { useMemo, useRef, useState } from "react";
import {
  artifactChoices,
  fieldOf,
  proposeOutput,
  usersOf,
  variablesFor,
  type Action,
  type ArtifactChoice,
  type AvailableVariable,
  type Definition,
  type Edit,
  type Flow,
  type Json,
} from "../document";
import { Glyph } from "../glyphs";
import { arrange, extraKeys, findType, isRequired, type ActionType, type Catalog, type Property } from "./catalog";
import { EnvironmentTable, readEnvironment, writeEnvironment } from "./EnvironmentTable";
import { ChoiceField, TextField, type FieldProblem } from "./fields";
import { HerePanel, type Here } from "./HerePanel";
import { RenameEverywhere } from "./RenameEverywhere";

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
  readonly problems: readonly InspectorProblem[];
  readonly readOnly: boolean;
  readonly onEdit: (edit: Edit) => void;
  readonly onSelectAction: (id: string) => void;
  readonly onLink: ((url: string) => void) | undefined;
}

const codeBuildTypes = [
  { value: "PLAINTEXT", label: "Plaintext" },
  { value: "PARAMETER_STORE", label: "Parameter Store" },
  { value: "SECRETS_MANAGER", label: "Secrets Manager" },
];
const commandTypes = codeBuildTypes.filter(({ value }) => value !== "PARAMETER_STORE");

export function ActionInspector(props: ActionInspectorProps) {
  const { definition, flow, action, catalog, here, problems, readOnly, onEdit, onSelectAction, onLink } = props;
  const { pipeline } = definition;
  const type = findType(catalog, action.typeId);
  const variables = useMemo(
    () => variablesFor(pipeline, flow, action.id, (one) => findType(catalog, one.typeId)?.variables ?? []),
    [pipeline, flow, action.id, catalog],
  );
  const of = (...path: string[]): FieldProblem[] =>
    problems.filter((problem) => {
      const at = fieldOf(problem, action.path, definition.base);
      return at !== undefined && path.every((step, i) => at[i] === step) && (path.length > 0 || at.length === 0);
    });
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
          <TextField label="Action name" value={action.name} optional={false} readOnly={readOnly} problems={of("name")} check={nameFault} onCommit={(name) => onEdit({ kind: "renameAction", action: action.id, name: name ?? "" })} />
          <TextField label="Run order" kind="number" value={String(action.runOrder)} readOnly={readOnly} problems={of("runOrder")} check={orderFault} onCommit={(value) => set("runOrder", value === undefined ? undefined : toNumber(value))} />
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
              <TextField key={key} label={key} mono value={action.configuration[key]} readOnly={readOnly} variables={variables} problems={of("configuration", key)} onCommit={(value) => configure(key, value)} />
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
          <TextField label="Service role" fileKey="roleArn" mono value={action.roleArn} readOnly={readOnly} problems={of("roleArn")} placeholder="Same as the pipeline" onCommit={(value) => set("roleArn", value)} />
          <TextField label="Region" fileKey="region" value={action.region} readOnly={readOnly} problems={of("region")} placeholder="Same as the pipeline" onCommit={(value) => set("region", value)} />
          <TextField label="Timeout in minutes" fileKey="timeoutInMinutes" kind="number" value={action.timeoutInMinutes === undefined ? undefined : String(action.timeoutInMinutes)} readOnly={readOnly} problems={of("timeoutInMinutes")} placeholder="The service's" onCommit={(value) => set("timeoutInMinutes", value === undefined ? undefined : toNumber(value))} />
        </div>
      </ExpandableSection>
    </div>
  );
}

interface PropertyFieldProps {
  readonly property: Property;
  readonly action: Action;
  readonly type: ActionType | undefined;
  readonly problems: readonly FieldProblem[];
  readonly variables: readonly AvailableVariable[];
  readonly readOnly: boolean;
  readonly onLink: ((url: string) => void) | undefined;
  readonly onCommit: (value: string | undefined) => void;
}

function PropertyField({ property, action, type, problems, variables, readOnly, onLink, onCommit }: PropertyFieldProps) {
  const value = action.configuration[property.name];
  const required = type !== undefined && isRequired(property, action, type);
  const frame = {
    label: property.label,
    fileKey: property.name,
    description: property.description,
    documentation: property.documentation ?? type?.documentation,
    onLink,
    required,
    problems,
    readOnly,
  };
  if (property.kind === "boolean") {
    const normal = value?.toLowerCase();
    return (
      <ChoiceField
        {...frame}
        value={normal === "true" || normal === "false" ? normal : value}
        options={[
          { value: "true", label: "Yes" },
          { value: "false", label: "No" },
        ]}
        otherwise={property.default === undefined ? "Not set" : `Default (${property.default.toLowerCase() === "true" ? "yes" : "no"})`}
        onCommit={onCommit}
      />
    );
  }
  if (property.kind === "enum") {
    const otherwise = property.default === undefined ? (required ? undefined : "Not set") : `Default (${property.default})`;
    return <ChoiceField {...frame} value={value} options={property.options.map((option) => ({ value: option }))} otherwise={otherwise} onCommit={onCommit} />;
  }
  if (property.artifact === "name" && action.inputs.length > 0) {
    return <ChoiceField {...frame} value={value} options={action.inputs.map((input) => ({ value: input }))} otherwise={required ? undefined : "Not set"} onCommit={onCommit} />;
  }
  if (property.name === "EnvironmentVariables" && property.kind === "json") {
    const rows = readEnvironment(value);
    if (rows) {
      return (
        <EnvironmentTable
          rows={rows}
          types={codeBuildTypes}
          variables={variables}
          problems={problems}
          readOnly={readOnly}
          fileKey={property.name}
          onChange={(next) => onCommit(next.length === 0 ? undefined : writeEnvironment(next))}
        />
      );
    }
  }
  const placeholder = property.default ?? (property.artifact === undefined || property.artifact === "name" ? property.example : `${action.inputs[0] ?? "Artifact"}::path`);
  return (
    <TextField
      {...frame}
      value={value}
      kind={property.kind === "number" || property.kind === "json" || property.kind === "multiline" ? property.kind : "text"}
      secret={property.secret}
      placeholder={placeholder}
      variables={variables}
      onCommit={onCommit}
    />
  );
}

interface ArtifactsProps extends ActionInspectorProps {
  readonly type: ActionType | undefined;
  readonly problemsOf: (...path: string[]) => FieldProblem[];
}

function Artifacts({ definition, flow, action, type, readOnly, onEdit, onSelectAction, problemsOf }: ArtifactsProps) {
  const [naming, setNaming] = useState(false);
  const [renaming, setRenaming] = useState<string | undefined>(undefined);
  const set = (field: "inputArtifacts" | "outputArtifacts", names: readonly string[]) =>
    onEdit({
      kind: "setField",
      action: action.id,
      field,
      value: names.length === 0 ? undefined : names.map((name) => ({ name, ...filesOf(action, field, name) })),
    });
  const outputs = action.outputs.map((output) => output.name);
  const choices = artifactChoices(definition.pipeline, flow, action);
  const full = (what: "inputs" | "outputs", count: number) =>
    type && count >= type[what].maximum ? `${type.label} ${what === "inputs" ? "takes" : "makes"} ${type[what].maximum === 0 ? "none" : `at most ${type[what].maximum}`}` : undefined;
  const inputsFull = full("inputs", action.inputs.length);
  const outputsFull = full("outputs", outputs.length);
  const proposed = proposeOutput(flow, action);
  return (
    <section aria-label="Inputs and outputs" className="ps-form">
      <h3 className="ps-section">Inputs and outputs</h3>
      <div className="ps-pairs">
        <span className="ps-pair-name">In</span>
        <span className="ps-tokens">
          {action.inputs.map((name) => {
            const link = flow.links.find((one) => one.to === action.id && one.artifact === name);
            return (
              <ArtifactToken
                key={name}
                name={name}
                seed={flow.artifacts.get(name)?.seed ?? 1}
                note={link ? (link.broken ?? link.from.slice(link.from.indexOf("/") + 1)) : "no action makes it"}
                broken={link === undefined || link.broken !== undefined}
                onPick={link && (() => onSelectAction(link.from))}
                onRemove={readOnly ? undefined : () => set("inputArtifacts", action.inputs.filter((one) => one !== name))}
              />
            );
          })}
          {readOnly ? null : inputsFull !== undefined ? (
            action.inputs.length === 0 ? (
              <span className="ps-secondary">{inputsFull}</span>
            ) : null
          ) : (
            <AddInput choices={choices} onAdd={(name) => set("inputArtifacts", [...action.inputs, name])} />
          )}
        </span>
        <span className="ps-pair-name">Out</span>
        <span className="ps-tokens">
          {outputs.map((name) => {
            const takers = flow.links.filter((one) => one.from === action.id && one.artifact === name).length;
            return (
              <ArtifactToken
                key={name}
                name={name}
                seed={flow.artifacts.get(name)?.seed ?? 1}
                note={takers === 0 ? "not used" : `to ${takers} action${takers === 1 ? "" : "s"}`}
                broken={false}
                onPick={readOnly ? undefined : () => setRenaming(name)}
                pickTitle={`Rename ${name} everywhere`}
                onRemove={readOnly ? undefined : () => set("outputArtifacts", outputs.filter((one) => one !== name))}
              />
            );
          })}
          {readOnly || outputsFull !== undefined ? (
            outputs.length === 0 ? (
              <span className="ps-secondary">{outputsFull ?? "None"}</span>
            ) : null
          ) : (
            <button type="button" className="ps-token" data-add="" onClick={() => setNaming(true)}>
              <Glyph name="plus" size={14} />
              Output
            </button>
          )}
        </span>
      </div>
      {renaming !== undefined && outputs.includes(renaming) ? <RenameEverywhere definition={definition} what="artifact" name={renaming} onEdit={onEdit} onClose={() => setRenaming(undefined)} /> : null}
      {naming ? (
        <TextField
          label="Name of the new output"
          value=""
          placeholder={proposed}
          check={artifactFault}
          onCommit={(name) => {
            setNaming(false);
            if (name !== undefined && artifactFault(name) === undefined && !outputs.includes(name)) set("outputArtifacts", [...outputs, name]);
          }}
        />
      ) : null}
      {naming ? (
        <div className="ps-row-end">
          <button
            type="button"
            className="ps-link"
            onPointerDown={(event) => {
              event.preventDefault();
              setNaming(false);
              set("outputArtifacts", [...outputs, proposed]);
            }}
          >
            Use {proposed}
          </button>
        </div>
      ) : null}
      {[...problemsOf("inputArtifacts"), ...problemsOf("outputArtifacts")].map((problem) => (
        <p key={problem.message} className="ps-field-warning" data-severity={problem.severity}>
          {problem.message}
        </p>
      ))}
    </section>
  );
}

interface TokenProps {
  readonly name: string;
  readonly seed: number;
  readonly note: string;
  readonly broken: boolean;
  readonly onPick: (() => void) | undefined;
  readonly pickTitle?: string;
  readonly onRemove: (() => void) | undefined;
}

function ArtifactToken({ name, seed, note, broken, onPick, pickTitle, onRemove }: TokenProps) {
  return (
    <span className="ps-token" data-broken={broken ? "" : undefined}>
      <i className="ps-seed" data-seed={seed} />
      <span className="ps-clip" title={name}>
        {name}
      </span>
      {onPick ? (
        <button type="button" className="ps-token-note ps-clip" title={pickTitle ?? `Show ${note}`} aria-label={pickTitle} onClick={onPick}>
          {note}
        </button>
      ) : (
        <span className="ps-token-note ps-clip">{note}</span>
      )}
      {onRemove ? (
        <button type="button" className="ps-token-remove" aria-label={`Remove ${name}`} onClick={onRemove}>
          <Glyph name="close" size={14} />
        </button>
      ) : null}
    </span>
  );
}

/** The artifacts that can be taken here, nearest first; the others with the reason why not. */
function AddInput({ choices, onAdd }: { readonly choices: readonly ArtifactChoice[]; readonly onAdd: (name: string) => void }) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const move = (step: number) => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]:not(:disabled)") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[(at + step + items.length) % items.length]?.focus();
  };
  return (
    <span
      ref={root}
      className="ps-add-input"
      onBlur={(event) => {
        if (!root.current?.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (!open) return;
        if (event.key === "Escape") {
          event.stopPropagation();
          setOpen(false);
          root.current?.querySelector<HTMLElement>("button")?.focus();
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          move(event.key === "ArrowDown" ? 1 : -1);
        }
      }}
    >
      <button type="button" className="ps-token" data-add="" aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Glyph name="plus" size={14} />
        Input
      </button>
      {open ? (
        <span role="menu" aria-label="Artifacts" className="ps-suggestions">
          {choices.length === 0 ? <span className="ps-menu-empty">No other action makes an artifact.</span> : null}
          {choices.map(({ name, from, unavailable }) => (
            <button
              key={name}
              type="button"
              role="menuitem"
              disabled={unavailable !== undefined}
              onClick={() => {
                setOpen(false);
                onAdd(name);
              }}
            >
              <span>{name}</span>
              <span className="ps-secondary">{unavailable ?? from.name}</span>
            </button>
          ))}
        </span>
      ) : null}
    </span>
  );
}

function Exports({ action, type, definition, onSelectAction }: { readonly action: Action; readonly type: ActionType | undefined; readonly definition: Definition; readonly onSelectAction: (id: string) => void }) {
  const namespace = action.namespace;
  if (namespace === undefined) {
    return (type?.variables.length ?? 0) > 0 ? <p className="ps-empty-line">Give it a namespace, and later actions can use {type?.variables.join(", ")}.</p> : null;
  }
  const users = usersOf(definition.pipeline, namespace);
  const names = [...new Set([...(type?.variables ?? []), ...action.outputVariables, ...users.flatMap((user) => user.names)])];
  if (names.length === 0) return null;
  return (
    <div className="ps-pairs">
      <span className="ps-pair-name">Exports</span>
      <span className="ps-exports">
        {names.map((name) => {
          const by = users.filter((user) => user.names.includes(name)).map((user) => user.action);
          return (
            <span key={name} className="ps-export">
              <span className="ps-mono">{`#{${namespace}.${name}}`}</span>
              {by.length > 0 ? (
                <span className="ps-secondary">
                  used by{" "}
                  {by.map((user, i) => (
                    <span key={user.id}>
                      {i > 0 ? ", " : ""}
                      <button type="button" className="ps-inline" onClick={() => onSelectAction(user.id)}>
                        {user.name}
                      </button>
                    </span>
                  ))}
                </span>
              ) : null}
            </span>
          );
        })}
      </span>
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

/** The `files` of an output artifact stay with it. */
function filesOf(action: Action, field: string, name: string): { files?: string[] } {
  const files = field === "outputArtifacts" ? (action.outputs.find((output) => output.name === name)?.files ?? []) : [];
  return files.length > 0 ? { files: [...files] } : {};
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

function artifactFault(draft: string): string | undefined {
  return /^[A-Za-z0-9_-]{0,100}$/.test(draft) ? undefined : "1 to 100 letters, digits, - and _";
}

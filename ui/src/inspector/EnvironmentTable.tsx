/** Environment variables as a table of three columns; a row opens for editing. One change is one edit. */
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { EnvironmentVariable } from "../document";
import { StatusIcon } from "../glyphs";
import { ChoiceField, TextField, type FieldProblem } from "./fields";
import type { AvailableVariable } from "../document";

/** Where the value of a variable of CodeBuild comes from. */
export const codeBuildTypes = [
  { value: "PLAINTEXT", label: "Plaintext" },
  { value: "PARAMETER_STORE", label: "Parameter Store" },
  { value: "SECRETS_MANAGER", label: "Secrets Manager" },
];
/** The same for the Commands action, which knows no parameters. */
export const commandTypes = codeBuildTypes.filter(({ value }) => value !== "PARAMETER_STORE");

export interface EnvironmentTableProps {
  readonly rows: readonly EnvironmentVariable[];
  /** Kinds of value, with the words for people. */
  readonly types: readonly { readonly value: string; readonly label: string }[];
  readonly variables: readonly AvailableVariable[];
  readonly problems?: readonly FieldProblem[] | undefined;
  readonly readOnly?: boolean | undefined;
  readonly onChange: (rows: readonly EnvironmentVariable[]) => void;
  readonly title?: string;
  readonly fileKey: string;
}

const secretName = /(?:token|secret|passw|api_?key|private_?key|credential)/i;

/** Whether a variable looks like a secret that stands in plain text. */
export function looksSecret({ name, value, type }: EnvironmentVariable): boolean {
  return type === "PLAINTEXT" && secretName.test(name) && value !== "" && !value.includes("#{");
}

export function EnvironmentTable(props: EnvironmentTableProps) {
  const { rows, types, variables, problems = [], readOnly, onChange, title = "Environment variables", fileKey } = props;
  const [open, setOpen] = useState<number | undefined>(undefined);
  const change = (index: number, part: Partial<EnvironmentVariable>) => onChange(rows.map((row, i) => (i === index ? { ...row, ...part } : row)));
  const exposed = rows.filter(looksSecret);
  return (
    <div className="ps-environment">
      <div className="ps-section-title">
        <strong title={fileKey}>{title}</strong>
        <span className="ps-count">{rows.length}</span>
        {readOnly === true ? null : (
          <button
            type="button"
            className="ps-link"
            onClick={() => {
              onChange([...rows, { name: freeName(rows), value: "", type: types[0]?.value ?? "PLAINTEXT" }]);
              setOpen(rows.length);
            }}
          >
            Add
          </button>
        )}
      </div>
      {rows.length > 0 ? (
        <div className="ps-environment-rows" role="table" aria-label={title}>
          <div role="row" className="ps-environment-row" data-head="">
            <span role="columnheader">Name</span>
            <span role="columnheader">Value</span>
            <span role="columnheader">Type</span>
          </div>
          {rows.map((row, index) =>
            open === index && readOnly !== true ? (
              <div key={index} role="row" className="ps-environment-edit">
                <div role="cell">
                  <TextField label="Name" value={row.name} mono optional={false} onCommit={(name) => change(index, { name: name ?? "" })} check={nameFault} />
                  <TextField label="Value" value={row.value} mono variables={variables} onCommit={(value) => change(index, { value: value ?? "" })} />
                  <ChoiceField label="Type" value={row.type} options={types} onCommit={(type) => change(index, { type: type ?? "PLAINTEXT" })} />
                  <div className="ps-row-end">
                    <Button
                      variant="inline-link"
                      onClick={() => {
                        setOpen(undefined);
                        onChange(rows.filter((_, i) => i !== index));
                      }}
                    >
                      Remove
                    </Button>
                    <Button variant="inline-link" onClick={() => setOpen(undefined)}>
                      Done
                    </Button>
                  </div>
                </div>
              </div>
            ) : (
              <div key={index} role="row" className="ps-environment-row" data-exposed={looksSecret(row) ? "" : undefined}>
                <span role="cell">
                  <button type="button" className="ps-cell-button ps-clip" title={row.name} disabled={readOnly === true} aria-label={`Edit ${row.name}`} onClick={() => setOpen(index)}>
                    {row.name}
                  </button>
                </span>
                <span role="cell" className="ps-clip" title={row.value}>
                  {looksSecret(row) ? `${row.value.slice(0, 4)}…` : row.value}
                </span>
                <span role="cell" className="ps-clip ps-words">
                  {types.find((type) => type.value === row.type)?.label ?? row.type}
                </span>
              </div>
            ),
          )}
        </div>
      ) : (
        <p className="ps-empty-line">None.</p>
      )}
      {exposed.length > 0 && problems.length === 0 ? (
        <p className="ps-field-warning">
          <StatusIcon status="warning" size={14} />
          {exposed.map((row) => row.name).join(", ")} looks like a secret and is stored as plain text.
        </p>
      ) : null}
      {problems.map((problem) => (
        <p key={problem.message} className="ps-field-warning" data-severity={problem.severity}>
          <StatusIcon status={problem.severity === "error" ? "failed" : "warning"} size={14} />
          {problem.message}
        </p>
      ))}
    </div>
  );
}

function nameFault(draft: string): string | undefined {
  return /^[A-Za-z0-9_]*$/.test(draft) ? undefined : "Letters, digits and underscores only.";
}

function freeName(rows: readonly EnvironmentVariable[]): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? "NAME" : `NAME_${i}`;
    if (!rows.some((row) => row.name === name)) return name;
  }
}

/** The rows of a CodeBuild action's JSON text; undefined when it is something else. */
export function readEnvironment(text: string | undefined): EnvironmentVariable[] | undefined {
  if (text === undefined || text.trim() === "") return [];
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return undefined;
    return (value as unknown[]).map((raw) => {
      const row = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
      const part = (key: string, otherwise: string) => (typeof row[key] === "string" ? row[key] : otherwise);
      return { name: part("name", ""), value: part("value", ""), type: part("type", "PLAINTEXT") };
    });
  } catch {
    return undefined;
  }
}

/** The JSON text of rows, on one line as CodeBuild wants it. */
export function writeEnvironment(rows: readonly EnvironmentVariable[]): string {
  return JSON.stringify(rows.map(({ name, value, type }) => ({ name, value, type })));
}

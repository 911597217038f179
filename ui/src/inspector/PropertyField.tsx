/** One configuration property of an action as the field that fits its kind. */
import type { Action, AvailableVariable } from "../document";
import { isRequired, type ActionType, type Property } from "./catalog";
import { codeBuildTypes, EnvironmentTable, readEnvironment, writeEnvironment } from "./EnvironmentTable";
import { ChoiceField, TextField, type FieldProblem } from "./fields";
import { ResourceField } from "./resources";

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

export function PropertyField({ property, action, type, problems, variables, readOnly, onLink, onCommit }: PropertyFieldProps) {
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
  if (property.resource !== undefined) {
    const within = property.within === undefined ? undefined : (action.configuration[property.within] ?? "");
    return <ResourceField {...frame} resource={property.resource} within={within} value={value} placeholder={placeholder} variables={variables} onCommit={onCommit} />;
  }
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

/** The conditions of a stage with their rules: what must hold before it, after it, and what happens when it fails. */
import { gates, jsonOf, ruleTypes, type Definition, type Edit, type Json, type Path, type Stage } from "../document";
import { quotas } from "../generated/studio";
import { Glyph } from "../glyphs";
import { ChoiceField, TextField } from "./fields";
import { ResourceField } from "./resources";
import type { InspectorProblem } from "./ActionInspector";

/** What a stage does on failure without a condition; `Fail` is what it does when nothing is said. */
const plainResults = [{ value: "ROLLBACK", label: "Roll back" }, { value: "RETRY", label: "Retry once" }];

interface ConditionsProps {
  readonly definition: Definition;
  readonly stage: Stage;
  readonly problems: readonly InspectorProblem[];
  readonly readOnly: boolean;
  readonly onEdit: (edit: Edit) => void;
}

type Members = { readonly [key: string]: Json };
const map = (value: Json | undefined): Members | undefined => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined);
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const text = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined);

export function Conditions({ definition, stage, problems, readOnly, onEdit }: ConditionsProps) {
  const whole = map(jsonOf(definition, stage.path));
  const set = (path: Path, value: Json | undefined) => onEdit({ kind: "setStage", stage: stage.id, path, value });
  return (
    <section aria-label="Conditions" className="ps-form">
      <h3 className="ps-section">Conditions</h3>
      {gates.map(({ gate: kind, title, says, results }) => {
        const value = map(whole?.[kind]);
        const condition = map(list(value?.conditions)[0]);
        const rules = list(condition?.rules).map(map);
        const failure = kind === "onFailure";
        const own = problems.filter((problem) => problem.pointer.includes(`/${kind}`));
        const addRule = () => onEdit({ kind: "placeRule", ruled: { kind: "rule", provider: "VariableCheck", label: "Variable check" }, stage: stage.id, gate: kind });
        const result = text(failure ? (value?.result ?? condition?.result) : condition?.result);
        return (
          <fieldset key={kind} className="ps-condition-form" aria-label={`${title} condition`}>
            <legend>
              {title} {value === undefined ? <span className="ps-secondary">{failure ? "the execution fails" : "none"}</span> : null}
            </legend>
            <p className="ps-empty-line">{says}</p>
            {value === undefined && !failure ? null : (
              <ChoiceField
                label={failure ? "Then" : "Otherwise"}
                fileKey="result"
                value={result}
                options={failure && condition === undefined ? plainResults : results}
                otherwise={failure && condition === undefined ? "Fail (default)" : undefined}
                readOnly={readOnly}
                problems={own.filter((problem) => problem.pointer.endsWith("/result") || problem.pointer.endsWith(`/${kind}`))}
                onCommit={(next) => {
                  if (condition !== undefined) set([kind, "conditions", 0, "result"], next);
                  else if (next === undefined) set([kind], undefined);
                  else if (value === undefined) set([kind], { result: next });
                  else set([kind, "result"], next);
                }}
              />
            )}
            {failure && result === "RETRY" ? (
              <ChoiceField
                label="Retry"
                fileKey="retryMode"
                value={text(map(value?.retryConfiguration)?.retryMode)}
                options={[{ value: "FAILED_ACTIONS", label: "Failed actions" }, { value: "ALL_ACTIONS", label: "All actions" }]}
                otherwise="Failed actions (default)"
                readOnly={readOnly}
                onCommit={(next) => set([kind, "retryConfiguration"], next === undefined ? undefined : { retryMode: next })}
              />
            ) : null}
            {rules.map((rule, i) => (
              <RuleForm
                key={i}
                rule={rule ?? {}}
                problems={own.filter((problem) => problem.pointer.includes(`/rules/${i}`))}
                readOnly={readOnly}
                onSet={(path, next) => set([kind, "conditions", 0, "rules", i, ...path], next)}
                onRemove={() => {
                  if (rules.length > 1) set([kind, "conditions", 0, "rules", i], undefined);
                  else if (failure && value?.result !== undefined) set([kind, "conditions"], undefined);
                  else set([kind], undefined);
                }}
              />
            ))}
            {readOnly || rules.length >= quotas.rulesOfCondition ? null : (
              <button type="button" className="ps-token" data-add="" onClick={addRule}>
                <Glyph name="plus" size={14} />
                {title} rule
              </button>
            )}
          </fieldset>
        );
      })}
    </section>
  );
}

interface RuleFormProps {
  readonly rule: Members;
  readonly problems: readonly InspectorProblem[];
  readonly readOnly: boolean;
  readonly onSet: (path: Path, value: Json | undefined) => void;
  readonly onRemove: () => void;
}

function RuleForm({ rule, problems, readOnly, onSet, onRemove }: RuleFormProps) {
  const provider = text(map(rule.ruleTypeId)?.provider) ?? "";
  const type = ruleTypes.find((one) => one.provider === provider);
  const configuration = map(rule.configuration) ?? {};
  const extra = Object.keys(configuration).filter((key) => !type?.keys.some((one) => one.name === key));
  const configure = (key: string, value: string | undefined) => {
    if (rule.configuration === undefined && value !== undefined) onSet(["configuration"], { [key]: value });
    else onSet(["configuration", key], value);
  };
  const of = (end: string) => problems.filter((problem) => problem.pointer.endsWith(end));
  return (
    <div className="ps-rule">
      <div className="ps-two">
        <TextField label="Rule name" fileKey="name" value={text(rule.name)} optional={false} readOnly={readOnly} problems={of("/name")} onCommit={(value) => onSet(["name"], value ?? "")} />
        <ChoiceField
          label="Rule type"
          fileKey="provider"
          value={provider}
          options={ruleTypes.map((one) => ({ value: one.provider, label: one.label }))}
          readOnly={readOnly}
          problems={of("/provider")}
          onCommit={(value) => onSet(["ruleTypeId", "provider"], value)}
        />
      </div>
      {type?.keys.map((key) =>
        key.options ? (
          <ChoiceField key={key.name} label={key.label} fileKey={key.name} required={key.required} value={text(configuration[key.name])} options={key.options.map((value) => ({ value }))} readOnly={readOnly} problems={of(`/${key.name}`)} onCommit={(value) => configure(key.name, value)} />
        ) : key.resource !== undefined ? (
          <ResourceField key={key.name} resource={key.resource} label={key.label} fileKey={key.name} required={key.required} value={text(configuration[key.name])} placeholder={key.example} readOnly={readOnly} problems={of(`/${key.name}`)} onCommit={(value) => configure(key.name, value)} />
        ) : (
          <TextField key={key.name} label={key.label} fileKey={key.name} required={key.required} value={text(configuration[key.name])} placeholder={key.example} readOnly={readOnly} problems={of(`/${key.name}`)} onCommit={(value) => configure(key.name, value)} />
        ),
      )}
      {type?.commands ? (
        <TextField label="Commands" fileKey="commands" kind="multiline" required value={list(rule.commands).map((one) => text(one) ?? "").join("\n")} readOnly={readOnly} onCommit={(value) => onSet(["commands"], value?.split("\n").filter((line) => line.trim() !== ""))} />
      ) : null}
      {extra.map((key) => (
        <TextField key={key} label={key} mono value={text(configuration[key])} readOnly={readOnly} onCommit={(value) => configure(key, value)} />
      ))}
      {readOnly ? null : (
        <button type="button" className="ps-link" onClick={onRemove}>
          Remove rule {text(rule.name)}
        </button>
      )}
    </div>
  );
}

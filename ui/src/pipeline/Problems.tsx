/** What is wrong with the definition: each with the way to its place, and those that can be put right with one click. */
import { useState } from "react";
import { isNear, quotaUse, type Definition, type StageId } from "../document";
import type { Severity } from "../generated/studio";
import { StatusIcon } from "../glyphs";
import { Told } from "../shell/Told";
import { count } from "../shell/time";
import type { ListedProblem } from "./useProblems";

interface ProblemsProps {
  readonly definition: Definition;
  readonly listed: readonly ListedProblem[];
  /** The one that was gone to last. */
  readonly at: ListedProblem | undefined;
  /** The text as it stands has been checked. */
  readonly checked: boolean;
  readonly readOnly: boolean;
  readonly onGo: (problem: ListedProblem) => void;
  readonly onFix: (problem: ListedProblem) => void;
  readonly onSplit: (stage: StageId) => void;
}

const severities: readonly (readonly [Severity, string])[] = [
  ["error", "error"],
  ["warning", "warning"],
  ["hint", "hint"],
];

export function Problems({ definition, listed, at, checked, readOnly, onGo, onFix, onSplit }: ProblemsProps) {
  const [only, setOnly] = useState<Severity | undefined>(undefined);
  const shown = only === undefined ? listed : listed.filter((one) => one.severity === only);
  return (
    <>
      <div className="ps-problems-head">
        {severities.map(([severity, word]) => {
          const many = listed.filter((one) => one.severity === severity).length;
          return many === 0 && only !== severity ? null : (
            <button key={severity} type="button" className="ps-chip-button" aria-pressed={only === severity} onClick={() => setOnly(only === severity ? undefined : severity)}>
              {count(many, word)}
            </button>
          );
        })}
        {listed.length > 0 ? <span className="ps-secondary">F8 goes to the next</span> : null}
        <span className="ps-top-space" />
        <Quotas definition={definition} readOnly={readOnly} onSplit={onSplit} />
      </div>
      <ul className="ps-problems" aria-label="Problems">
        {shown.map((one) => (
          <li key={one.key} data-severity={one.severity} aria-current={one.key === at?.key ? true : undefined}>
            <StatusIcon status={one.severity === "error" ? "failed" : one.severity} />
            <button type="button" className="ps-problem-text" onClick={() => onGo(one)}>
              <strong>
                <Told text={one.message} />
              </strong>
              <span className="ps-secondary">
                <Told text={[one.where, ...(one.line === undefined ? [] : [`line ${one.line}`]), ...(one.fix === undefined || one.repair.length > 0 ? [] : [one.fix])].join(" · ")} />
              </span>
            </button>
            {one.fix !== undefined && one.repair.length > 0 && !readOnly ? (
              <button type="button" className="ps-button" title="Puts it right; Undo takes it back" onClick={() => onFix(one)}>
                {one.fix}
              </button>
            ) : null}
          </li>
        ))}
        {listed.length === 0 ? (
          <li>
            <StatusIcon status={checked ? "succeeded" : "in-progress"} />
            <span className="ps-secondary">{checked ? "No problems. Checked against the rules of AWS CodePipeline; permissions are not checked." : "Checking the definition"}</span>
          </li>
        ) : null}
      </ul>
    </>
  );
}

const always: ReadonlySet<string> = new Set(["Stages", "Actions"]);

/** How much of the service's quotas is used, those that are far from full left out; a stage that is nearly full can be split. */
function Quotas({ definition, readOnly, onSplit }: Pick<ProblemsProps, "definition" | "readOnly" | "onSplit">) {
  const stages = definition.pipeline.stages;
  return (
    <span className="ps-quotas" role="group" aria-label="Quotas of the service">
      {quotaUse(definition.pipeline)
        .filter((one) => always.has(one.what) || one.stage !== undefined || isNear(one))
        .map((one) => {
        const { what, used, most, stage } = one;
        const steps = new Set(stages.find(({ id }) => id === stage)?.actions.map((action) => action.runOrder)).size;
        return (
          <span key={what} className="ps-quota" data-near={isNear(one) ? "" : undefined}>
            <span className="ps-quota-bar" aria-hidden>
              <i style={{ width: `${Math.min(100, (used / most) * 100)}%` }} />
            </span>
            {what} {used} of {most.toLocaleString("en")}
            {stage !== undefined && isNear(one) && steps > 1 && !readOnly ? (
              <button type="button" className="ps-inline" onClick={() => onSplit(stage)}>
                Split the stage
              </button>
            ) : null}
          </span>
        );
      })}
    </span>
  );
}

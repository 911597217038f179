/** What is wrong with the definition, each with the way to its place. */
import { placeProblems, targetAt, type Definition, type Target } from "../document";
import type { Problem } from "../generated/studio";
import { StatusIcon } from "../glyphs";

export function Problems({ definition, problems, checked, onGo }: { readonly definition: Definition; readonly problems: readonly Problem[]; readonly checked: boolean; readonly onGo: (target: Target) => void }) {
  const targetOf = (problem: Problem): Target => {
    const placed = placeProblems(definition.pipeline, [problem]);
    const [action] = placed.actions.keys();
    const [stage] = placed.stages.keys();
    return action !== undefined ? { kind: "action", action } : stage !== undefined ? { kind: "stage", stage } : { kind: "pipeline" };
  };
  const line = (offset: number) => definition.text.slice(0, offset).split("\n").length;
  return (
    <ul className="ps-problems" aria-label="Problems">
      {definition.faults.map((fault, index) => (
        <li key={`fault ${index}`}>
          <StatusIcon status="failed" />
          <button type="button" onClick={() => onGo(targetAt(definition, fault.from))}>
            <strong>{fault.message}</strong>
            <span className="ps-secondary">Line {line(fault.from)}</span>
          </button>
        </li>
      ))}
      {problems.map((problem, index) => {
        const target = targetOf(problem);
        const where = target.kind === "action" ? target.action.replace("/", " › ") : target.kind === "stage" ? target.stage : "Pipeline";
        return (
          <li key={`${problem.code} ${problem.pointer} ${index}`}>
            <StatusIcon status={problem.severity === "error" ? "failed" : "warning"} />
            <button type="button" onClick={() => onGo(target)}>
              <strong>{problem.message}</strong>
              <span className="ps-secondary">
                {where}
                {problem.span == null ? "" : ` · line ${problem.span.line}`}
                {problem.fix == null ? "" : ` · ${problem.fix}`}
              </span>
            </button>
          </li>
        );
      })}
      {problems.length + definition.faults.length === 0 ? (
        <li>
          <StatusIcon status={checked ? "succeeded" : "in-progress"} />
          <span className="ps-secondary">{checked ? "No problems. Checked against the rules of AWS CodePipeline; permissions are not checked." : "Checking the definition"}</span>
        </li>
      ) : null}
    </ul>
  );
}

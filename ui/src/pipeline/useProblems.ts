/** The problems of an open definition as one list, and the walk through them with F8. */
import { useMemo, useState } from "react";
import { placeProblems, pointerPath, targetAt, type Change, type Target } from "../document";
import type { Severity } from "../generated/studio";
import type { OpenDocument } from "../state/document";
import { useView } from "../state/view";

export interface ListedProblem {
  readonly key: string;
  readonly severity: Severity;
  readonly message: string;
  readonly target: Target;
  /** `Build › Package`, a stage, or the pipeline. */
  readonly where: string;
  readonly line: number | undefined;
  /** The configuration key, or the member of the action, that it is about. */
  readonly field: string | undefined;
  readonly fix: string | undefined;
  readonly repair: readonly Change[];
}

function whereOf(target: Target): string {
  return target.kind === "action" ? target.action.replace("/", " › ") : target.kind === "stage" ? target.stage : "Pipeline";
}

function listOf({ definition, problems }: Pick<OpenDocument, "definition" | "problems">): ListedProblem[] {
  const faults = definition.faults.map((fault, index): ListedProblem => {
    const target = targetAt(definition, fault.from);
    const line = definition.text.slice(0, fault.from).split("\n").length;
    return { key: `fault ${index}`, severity: "error", message: fault.message, target, where: whereOf(target), line, field: undefined, fix: undefined, repair: [] };
  });
  // What cannot be read is told once, with its place, and not again by whoever tried to read all of it.
  const told = faults.length === 0 ? problems : problems.filter((problem) => problem.pointer !== "");
  const found = told.map((problem, index): ListedProblem => {
    const placed = placeProblems(definition.pipeline, [problem]);
    const [action] = placed.actions.keys();
    const [stage] = placed.stages.keys();
    const target: Target = action !== undefined ? { kind: "action", action } : stage !== undefined ? { kind: "stage", stage } : { kind: "pipeline" };
    const [, , , , member, key] = pointerPath(problem.pointer);
    const field = action === undefined ? undefined : member === "configuration" ? key : member;
    return {
      key: `${problem.code} ${problem.pointer} ${index}`,
      severity: problem.severity,
      message: problem.message,
      target,
      where: whereOf(target),
      line: problem.span?.line,
      field: field === undefined ? undefined : String(field),
      fix: problem.fix ?? undefined,
      // What came as JSON is JSON.
      repair: problem.repair as readonly Change[],
    };
  });
  return [...faults, ...found];
}

export function useProblems({ definition, problems }: OpenDocument) {
  const listed = useMemo(() => listOf({ definition, problems }), [definition, problems]);
  const [at, setAt] = useState<string | undefined>(undefined);
  /** The problem after the one that was gone to last, or before it. */
  const step = (by: 1 | -1): ListedProblem | undefined => {
    const now = listed.findIndex((one) => one.key === at);
    return listed[(now + by + (now < 0 && by < 0 ? 1 : 0) + listed.length) % Math.max(1, listed.length)];
  };
  return { listed, at: listed.find((one) => one.key === at), setAt, step };
}

/** Shows the list, and puts the focus on the field that a problem is about, once the inspector shows it. */
export function showProblem(problem: ListedProblem): void {
  useView.getState().showTab("problems");
  requestAnimationFrame(() => {
    document.querySelector(".ps-problems li[aria-current]")?.scrollIntoView({ block: "start" });
    if (problem.field === undefined) return;
    document.querySelector<HTMLElement>(`.ps-inspector-body [data-field="${CSS.escape(problem.field)}"] :is(input, textarea, button[aria-haspopup])`)?.focus();
  });
}

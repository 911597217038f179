/** Which part of a pipeline a run takes, as a change of the request, and what there is to choose from. Pure. */
import type { Plan, RunRequest } from "../generated/studio";

/** Where a run may begin and end, and what may run alone, in the order of the pipeline. */
export interface Parts {
  readonly stages: readonly string[];
  /** `Stage/Action`. Rules of conditions are none: they run with their stage. */
  readonly actions: readonly string[];
}

export function partsOf(plan: Plan): Parts {
  const actions = plan.actions.filter((one) => one.category !== "Rule");
  return {
    stages: [...new Set(actions.map((one) => one.stage))],
    actions: actions.map((one) => `${one.stage}/${one.action}`),
  };
}

/** The stages at which a run may end that begins there. */
export function endsOf(parts: Parts, from: string | null | undefined): readonly string[] {
  const stage = from?.split("/")[0];
  const first = stage === undefined ? 0 : Math.max(0, parts.stages.indexOf(stage));
  return parts.stages.slice(first);
}

type Choice = { readonly only: string } | { readonly from: string } | { readonly until: string };

/** The request with one of the three chosen; an empty text takes it back. One action alone goes with nothing else. */
export function withPart(request: RunRequest, parts: Parts, choice: Choice): RunRequest {
  const told = (text: string) => (text === "" ? null : text);
  if ("only" in choice) return { ...request, only: told(choice.only), from: null, until: null };
  const from = "from" in choice ? told(choice.from) : (request.from ?? null);
  const until = "until" in choice ? told(choice.until) : (request.until ?? null);
  return { ...request, only: null, from, until: until !== null && endsOf(parts, from).includes(until) ? until : null };
}

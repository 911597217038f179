/** The one fix for each thing that is missing, as a change of the request. Pure. */
import type { Gap, Plan, PlannedAction, RunRequest } from "../generated/studio";

/** What helps against a gap. `simulate` names the action whose outcome can be declared instead, when that is of use. */
export type Fix =
  | { readonly kind: "source" | "secret" | "variable" | "place" | "confirm"; readonly name: string; readonly label: string; readonly placeholder: string; readonly simulate: string | null }
  | { readonly kind: "simulate"; readonly name: string; readonly simulate: string | null }
  | { readonly kind: "told"; readonly name: string; readonly simulate: string | null };

/** The fix for a gap of an action. */
export function fixOf(gap: Gap, action: PlannedAction): Fix {
  const name = action.action;
  switch (gap.code) {
    case "source-missing":
    case "source-not-mapped":
    case "object-missing":
      return { kind: "source", name, label: "Folder, file or Git address that stands for it", placeholder: "/path/to/folder", simulate: null };
    case "secret-missing":
      // The value never travels through this window: the program reads it from the file.
      return { kind: "secret", name: gap.subject, label: `File that holds the value of ${gap.subject}`, placeholder: "/path/to/file", simulate: null };
    case "place-not-named":
    case "unknown-place":
      return { kind: "place", name, label: "Profile or place whose account does it", placeholder: "default", simulate: null };
    case "aws-not-confirmed":
      return { kind: "confirm", name, label: "Type the pipeline's name to confirm", placeholder: "", simulate: null };
    case "variable-missing":
      return { kind: "told", name: gap.subject, simulate: null };
    case "provider-not-here":
    case "aws-not-yet":
    case "batch-not-here":
      return { kind: "told", name, simulate: name };
    default:
      return { kind: "told", name, simulate: null };
  }
}

function put(list: readonly string[], name: string, value: string): string[] {
  const others = list.filter((one) => !one.startsWith(`${name}=`));
  return value === "" ? others : [...others, `${name}=${value}`];
}

/** The request with a fix made. An empty value takes it back. */
export function withFix(request: RunRequest, fix: Fix, value: string): RunRequest {
  switch (fix.kind) {
    case "source":
      return { ...request, sources: put(request.sources, fix.name, value) };
    case "secret":
      return { ...request, secrets: put(request.secrets, fix.name, value === "" ? "" : `@${value.replace(/^@/, "")}`) };
    case "variable":
      return { ...request, variables: [...request.variables.filter((one) => one.name !== fix.name), ...(value === "" ? [] : [{ name: fix.name, value }])] };
    case "place":
      return { ...request, place: value === "" ? null : value };
    case "confirm":
      return { ...request, confirm: value === "" ? null : value };
    case "simulate":
      return { ...request, on: put(request.on, fix.name, "simulated") };
    case "told":
      return request;
  }
}

/** The request with every action simulated that cannot run here; null when that would change nothing. */
export function withoutGaps(request: RunRequest, plan: Plan): RunRequest | null {
  const names = plan.actions.flatMap((action) => action.gaps.map((gap) => fixOf(gap, action).simulate)).filter((name) => name !== null);
  if (names.length === 0) return null;
  return names.reduce<RunRequest>((all, name) => withFix(all, { kind: "simulate", name, simulate: null }, ""), request);
}

/** How places are written. Pure. */
import type { PlaceRow } from "../generated/studio";
import type { StatusKind } from "../glyphs";

const sources: Readonly<Record<string, string>> = {
  sso: "IAM Identity Center",
  login: "aws login",
  keys: "access key",
  role: "assumes a role",
  "web-identity": "web identity",
  process: "credential process",
  environment: "environment variables",
  none: "no credentials of its own",
};

/** Where the credentials of a place come from. */
export function sourceWords(source: string | null | undefined): string {
  return source == null ? "source not known" : (sources[source] ?? source);
}

/** How a place stands. */
export function stateOf(row: PlaceRow): { readonly status: StatusKind; readonly word: string } {
  if (row.opened) return { status: "succeeded", word: "Open" };
  return row.problem == null ? { status: "not-started", word: "Not open" } : { status: "failed", word: "Did not open" };
}

/** Rows that stand for configuration that could not be read: they tell a problem and can do nothing. */
export function isBroken(row: PlaceRow): boolean {
  return row.id === "aws::" || row.id === "endpoint:";
}

/** How approvals are written and ordered. Pure. */
import type { ApprovalRow, PlaceRow } from "../generated/studio";
import { stopwatch } from "../shell/time";

const HOUR = 3_600_000;

/** Below this much time left an approval is marked. */
const SOON = 24 * HOUR;

/** `6 d 23 h 18 min`; below an hour `42:10`. */
export function left(ms: number): string {
  if (ms < HOUR) return stopwatch(ms);
  const minutes = Math.floor(ms / 60_000);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "min"],
  ] as const;
  return parts.flatMap(([n, unit]) => (n === 0 ? [] : [`${n} ${unit}`])).join(" ");
}

/** Whether little time is left, or none. */
export function isSoon(row: ApprovalRow, now: number): boolean {
  return row.expiresMs != null && row.expiresMs - now < SOON;
}

const end = (row: ApprovalRow) => row.expiresMs ?? Number.MAX_SAFE_INTEGER;

/** What ends soonest first; what has no known end last. */
export function bySoonestExpiry(rows: readonly ApprovalRow[]): readonly ApprovalRow[] {
  return [...rows].sort((a, b) => end(a) - end(b) || a.sinceMs - b.sinceMs);
}

/** A commit as Git shortens it; other revisions whole. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{12,}$/.test(revision) ? revision.slice(0, 7) : revision;
}

/** Who acts at the place of an approval. */
export function actsAs(place: string, row: PlaceRow | undefined): string {
  if (place === "local") return "as you, on this computer";
  return row?.arn != null ? `as ${row.arn}` : "as the identity of this place";
}

/** The name of a place. */
export function placeName(place: string, row: PlaceRow | undefined): string {
  return place === "local" ? "This computer" : (row?.name ?? place);
}

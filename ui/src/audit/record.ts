/** What the views read out of CloudTrail records, and how they write it. Pure. */
import type { TrailRow } from "../generated/studio";
import { clock, dayTime, whenShort } from "../shell/time";

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The execution that a call was about, or that it started. */
export function executionOf(row: TrailRow): string | null {
  for (const part of ["requestParameters", "responseElements"]) {
    const id = member(member(row.record, part), "pipelineExecutionId");
    if (typeof id === "string" && id !== "") return id;
  }
  return null;
}

/** The program in front of a user agent: `aws-cli/2.31.2`. */
export function clientOf(userAgent: string): string {
  return userAgent.split(/[\s(]/, 1)[0] || userAgent;
}

/** `10:35:26` today, else `23 Nov 10:35:26`. */
export function timeOf(ms: number, now: number, zone: string | undefined): string {
  const time = clock(ms, zone);
  return whenShort(ms, now, zone) === time.slice(0, 5) ? time : `${dayTime(ms, now, zone)}${time.slice(5)}`;
}

export interface RecordLine {
  readonly text: string;
  /** Belongs to the record's own error. */
  readonly fault: boolean;
}

/** A record as lines of JSON. */
export function linesOf(record: unknown): readonly RecordLine[] {
  return (JSON.stringify(record, null, 2) ?? "").split("\n").map((text) => ({ text, fault: /^ {2}"error(Code|Message)":/.test(text) }));
}

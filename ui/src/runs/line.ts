/** One line of a log as it is shown: coloured pieces, phases, faults. Pure. The text is hostile: nothing of it is markup. */
import Anser from "anser";

/** A piece of a line in one look; `tone` is one of the eight colours of a terminal. */
export interface Piece {
  readonly text: string;
  readonly tone: string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
}

/** What a line is to its build. */
export type LineKind = "phase" | "command" | "service" | "fault" | "output";

export interface ShownLine {
  readonly kind: LineKind;
  readonly pieces: readonly Piece[];
}

const OURS = /^\[Container\] (?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? )?/;

/** The line without what the time column says already, and what of a progress bar was last on screen. */
function trimmed(text: string): string {
  const shown = text.slice(text.replace(/\r+$/, "").lastIndexOf("\r") + 1).replace(/\r+$/, "");
  return shown.replace(OURS, "[Container] ");
}

/** The line without any control sequence: for search and for copying. */
export function plainText(text: string): string {
  return Anser.ansiToText(trimmed(text));
}

/** The line as it is shown. */
export function shownLine(text: string): ShownLine {
  const clean = trimmed(text);
  const kind = kindOf(clean);
  const tone = (name: string | null) => name?.replace(/^ansi-(bright-)?/, "");
  const pieces = Anser.ansiToJson(clean, { use_classes: true, remove_empty: true }).map((piece) => ({
    text: piece.content,
    tone: tone(piece.fg as string | null),
    bold: piece.decorations.includes("bold"),
    dim: piece.decorations.includes("dim"),
  }));
  return { kind, pieces };
}

function kindOf(clean: string): LineKind {
  if (!clean.startsWith("[Container] ")) return "output";
  const said = clean.slice("[Container] ".length);
  if (isFault(said)) return "fault";
  if (/^(Entering phase|Phase is) /.test(said)) return "phase";
  return said.startsWith("Running command ") ? "command" : "service";
}

function isFault(said: string): boolean {
  return /^Command did not exit successfully|^Phase complete: \S+ State: (FAILED|TIMED_OUT|FAULT)|^Build \S+: (FAILED|TIMED_OUT|FAULT)/.test(said);
}

/** A phase of a build in its log, from its first line on. */
export interface Phase {
  readonly name: string;
  readonly line: number;
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly failed: boolean;
}

/** What stands out in a log: its phases, the first line that tells of a fault, and how the builds of a batch stand. */
export interface Marks {
  readonly phases: readonly Phase[];
  readonly fault: number | undefined;
  /** The status of each build by its name, in CodeBuild's words. */
  readonly builds: Readonly<Record<string, string>>;
}

export const NO_MARKS: Marks = { phases: [], fault: undefined, builds: {} };

/** The marks with one more line looked at. Lines come in their order. */
export function mark(marks: Marks, n: number, atMs: number, text: string): Marks {
  if (!text.startsWith("[Container] ")) return marks;
  const said = trimmed(text).slice("[Container] ".length);
  const fault = marks.fault ?? (isFault(said) ? n : undefined);
  const begun = /^(?:Entering phase|Phase is) (\S+)/.exec(said)?.[1];
  if (begun !== undefined) {
    const phase: Phase = { name: begun, line: n, startMs: atMs, endMs: undefined, failed: false };
    return { ...marks, phases: [...marks.phases, phase], fault };
  }
  const ended = /^Phase complete: (\S+) State: (\S+)/.exec(said);
  if (ended !== null) {
    const phases = marks.phases.map((phase) => (phase.name === ended[1] && phase.endMs === undefined ? { ...phase, endMs: atMs, failed: ended[2] !== "SUCCEEDED" } : phase));
    return { ...marks, phases, fault };
  }
  const build = /^Build (\S+): ([A-Z_]+)/.exec(said);
  if (build?.[1] !== undefined && build[2] !== undefined) return { ...marks, fault, builds: { ...marks.builds, [build[1]]: build[2] } };
  return fault === marks.fault ? marks : { ...marks, fault };
}

/**
 * Text patches: the only way a definition changes. A patch replaces one span; everything outside
 * the spans stays as it is, byte for byte. Nothing here knows JSON, YAML or pipelines.
 */

/** A half-open range of UTF-16 offsets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Replaces `from..to` of the text before by `insert`. */
export interface Patch extends Span {
  readonly insert: string;
}

/** Sorts patches by place; patches at one place keep their order. Throws when two overlap. */
export function orderPatches(patches: readonly Patch[]): Patch[] {
  const sorted = patches
    .map((patch, index) => ({ patch, index }))
    .sort((a, b) => a.patch.from - b.patch.from || a.patch.to - b.patch.to || a.index - b.index)
    .map(({ patch }) => patch);
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1];
    const after = sorted[i];
    if (before && after && after.from < before.to) throw new Error("two patches touch the same text");
  }
  return sorted;
}

/** The text after all patches, which are given in the coordinates of `text`. */
export function applyPatches(text: string, patches: readonly Patch[]): string {
  let result = "";
  let at = 0;
  for (const patch of orderPatches(patches)) {
    result += text.slice(at, patch.from) + patch.insert;
    at = patch.to;
  }
  return result + text.slice(at);
}

/** The patches that turn `applyPatches(text, patches)` back into `text`, in its coordinates. */
export function invertPatches(text: string, patches: readonly Patch[]): Patch[] {
  let shift = 0;
  return orderPatches(patches).map((patch) => {
    const from = patch.from + shift;
    shift += patch.insert.length - (patch.to - patch.from);
    return { from, to: from + patch.insert.length, insert: text.slice(patch.from, patch.to) };
  });
}

/** One patch that turns `before` into `after`: what differs between their common start and end. */
export function diffText(before: string, after: string): Patch[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  return [{ from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) }];
}

/** Where the line that holds `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line that holds `offset` ends: its newline (a carriage return before it belongs to it), or the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  if (at === -1) return text.length;
  return at > offset && text[at - 1] === "\r" ? at - 1 : at;
}

/** The white space at the start of the line that holds `offset`. */
export function indentOf(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return text.slice(start, at);
}

/** The line break that the text uses. */
export function newlineOf(text: string): string {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

/** One set of patches with the effect of `first`, then `second` (which is given in the coordinates after `first`). */
export function composePatches(first: readonly Patch[], second: readonly Patch[]): Patch[] {
  // The text after `first` as pieces: kept spans of the text before, and inserted strings.
  type Piece = { readonly kept: Span } | { readonly text: string };
  const pieces: Piece[] = [];
  let at = 0;
  for (const patch of orderPatches(first)) {
    if (patch.from > at) pieces.push({ kept: { from: at, to: patch.from } });
    if (patch.insert !== "") pieces.push({ text: patch.insert });
    at = patch.to;
  }
  pieces.push({ kept: { from: at, to: Infinity } });

  const sizeOf = (piece: Piece) => ("kept" in piece ? piece.kept.to - piece.kept.from : piece.text.length);
  const result: Piece[] = [];
  let index = 0;
  let inside = 0;
  /** Takes `count` characters of the text after `first`; hands them on unless they are dropped. */
  const take = (count: number, keep: boolean) => {
    let left = count;
    while (left > 0) {
      const piece = pieces[index];
      if (piece === undefined) return;
      const size = Math.min(left, sizeOf(piece) - inside);
      if (keep && size > 0) {
        result.push(
          "kept" in piece
            ? { kept: { from: piece.kept.from + inside, to: piece.kept.from + inside + size } }
            : { text: piece.text.slice(inside, inside + size) },
        );
      }
      left -= size;
      inside += size;
      if (inside >= sizeOf(piece)) {
        index++;
        inside = 0;
      }
    }
  };
  let done = 0;
  for (const patch of orderPatches(second)) {
    take(patch.from - done, true);
    if (patch.insert !== "") result.push({ text: patch.insert });
    take(patch.to - patch.from, false);
    done = patch.to;
  }
  take(Infinity, true);

  const composed: Patch[] = [];
  let from = 0;
  let insert = "";
  for (const piece of result) {
    if ("text" in piece) insert += piece.text;
    else {
      if (piece.kept.from > from || insert !== "") composed.push({ from, to: piece.kept.from, insert });
      from = piece.kept.to;
      insert = "";
    }
  }
  return composed;
}

/**
 * The text of a span as it would stand at the left edge, and the whole text with that part replaced
 * by another, indented again as the first line stands now.
 */
export function reindent(text: string, span: Span): { readonly text: string; readonly replace: (part: string) => string } {
  const newline = newlineOf(text);
  const first = span.from - lineStart(text, span.from);
  const lines = text.slice(span.from, span.to).split(/\r?\n/);
  const leads = lines.slice(1).filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const column = leads.length === 0 ? indentOf(text, span.from).length : Math.min(first, ...leads);
  const margin = indentOf(text, span.from).slice(0, column).padEnd(column, " ");
  return {
    text: lines.map((line, i) => (i === 0 ? line : line.slice(Math.min(column, /^[ \t]*/.exec(line)?.[0].length ?? 0)))).join("\n"),
    replace: (part) =>
      text.slice(0, span.from) +
      part
        .split(/\r?\n/)
        .map((line, i) => (i === 0 || line === "" ? line : margin + line))
        .join(newline) +
      text.slice(span.to),
  };
}

/**
 * Two changes of one text together, when they touch different parts of it; undefined when they do not lie apart. Each is
 * taken as one region, from its first to its last difference.
 */
export function mergeTexts(base: string, mine: string, theirs: string): string | undefined {
  const [a] = diffText(base, mine);
  const [b] = diffText(base, theirs);
  if (a === undefined || b === undefined || mine === theirs) return a === undefined ? theirs : mine;
  // Changes that meet at one place have no order.
  if (a.to >= b.from && b.to >= a.from) return undefined;
  return applyPatches(base, [a, b]);
}

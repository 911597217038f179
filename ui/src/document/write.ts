/**
 * Structural edits of a JSON or YAML text as patches: set, insert, remove, move. The writer follows
 * the hand of the file (indentation, quotes, one line or many) and touches nothing else. It knows
 * maps and lists, not pipelines; what it cannot change safely it refuses with a reason.
 */
import { stringify } from "yaml";
import type { Json, Path, Syntax, SyntaxEntry, SyntaxNode } from "./syntax";
import { entryOf, nodeAt, valueOf, wholeOf } from "./syntax";
import { listed, rewriteSub, spell, spellKey, type Roots } from "./template";
import { indentOf, lineEnd, lineStart, newlineOf, type Patch, type Span } from "./text";

/** Why a place of the text cannot be changed here; the message is for people. */
export class EditRefused extends Error {}

/** A text with its syntax. */
export interface Source {
  readonly text: string;
  readonly syntax: Syntax;
  /** The text is a template: keys have CloudFormation's spelling in it. */
  readonly roots?: Roots | undefined;
}

/** Sets the value at a path, adding the last key when it is missing. The parent must exist. */
export function setAt(source: Source, path: Path, value: Json): Patch[] {
  const node = nodeAt(source.syntax.root, path);
  const key = path.at(-1);
  if (key === undefined) throw new EditRefused("The whole document cannot be replaced here.");
  const parent = parentOf(source, path);
  if (typeof key === "number") {
    if (node === undefined) return insertAt(source, path.slice(0, -1), key, value);
    return replaceItem(source, parent, node, spelled(source, path, value));
  }
  const entry = entryOf(parent, key);
  const written = spelled(source, path, value);
  return entry ? replaceEntry(source, parent, entry, written) : [addEntry(source, path.slice(0, -1), parent, key, written)];
}

/** Removes the key or item at a path. Removing what is not there changes nothing. */
export function removeAt(source: Source, path: Path): Patch[] {
  const key = path.at(-1);
  if (key === undefined) throw new EditRefused("The whole document cannot be removed here.");
  const parent = parentOf(source, path);
  if (typeof key === "number") {
    const item = parent.items[key];
    if (item === undefined) return [];
    return [removeMember(source, path.slice(0, -1), parent, parent.items.map(wholeOf), key)];
  }
  const entry = entryOf(parent, key);
  if (entry === undefined) return [];
  if (entry.node.shared && entry.keySpan.from < parent.from) throw new EditRefused("This key comes from a YAML merge; edit it in the source.");
  const index = parent.entries.indexOf(entry);
  const spans = parent.entries.map((e) => ({ from: e.keySpan.from, to: endOf(e) }));
  return [removeMember(source, path.slice(0, -1), parent, spans, index)];
}

/** Gives the key at a path another name; its value stays as it is written. */
export function renameKey(source: Source, path: Path, to: string): Patch[] {
  const key = path.at(-1);
  const parent = parentOf(source, path);
  const entry = typeof key === "string" ? entryOf(parent, key) : undefined;
  if (entry === undefined || entry.keySpan.from < parent.from) throw new EditRefused("There is no such key of its own to rename.");
  if (entryOf(parent, to) !== undefined) throw new EditRefused(`${to} is there already.`);
  const written = source.roots ? spellKey(path.slice(0, -1), to) : to;
  return [{ ...entry.keySpan, insert: source.syntax.format === "json" ? JSON.stringify(written) : yamlKey(written) }];
}

/** Inserts a value into the list at a path, before the item with that index (or at the end). */
export function insertAt(source: Source, path: Path, index: number, value: Json): Patch[] {
  const written = spelled(source, [...path, index], value);
  return insertRendered(source, path, index, (style) => (style === "block" ? yamlLines(written) : undefined), written, value);
}

/**
 * Moves an item of one list to a place in another (or the same) list; `index` counts as the lists
 * stand before the move. The item's own text goes along, comments and all.
 */
export function moveItem(source: Source, from: Path, toList: Path, index: number): Patch[] {
  const item = nodeAt(source.syntax.root, from);
  const at = from.at(-1);
  if (item === undefined || typeof at !== "number") throw new EditRefused("There is nothing to move.");
  const sameList = samePath(from.slice(0, -1), toList);
  if (sameList && (index === at || index === at + 1)) return [];
  const whole = wholeOf(item);
  if (!item.via) refuseShared(item);
  const lines = dedentedLines(source.text, whole);
  const value = valueOf(item);
  const inserted = insertRendered(source, toList, index, (style) => (style === whole.style || style === "flow" ? lines : undefined), spelled(source, [...toList, index], value), value);
  return [...inserted, ...removeAt(source, from)];
}

// ---------------------------------------------------------------- places

function parentOf(source: Source, path: Path): SyntaxNode {
  const parent = nodeAt(source.syntax.root, path.slice(0, -1));
  const wanted = typeof path.at(-1) === "number" ? "list" : "map";
  if (parent?.kind !== wanted) throw new EditRefused(`The text has no ${wanted} at ${path.slice(0, -1).join(".") || "its top"}.`);
  refuseShared(parent);
  return parent;
}

function refuseShared(node: SyntaxNode) {
  if (node.locked !== undefined) throw new EditRefused(node.locked);
  if (node.shared) throw new EditRefused("This part is shared through a YAML anchor; edit it in the source.");
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** The end of a member: of its value, or of its colon when it has none. */
const endOf = (entry: SyntaxEntry): number => Math.max(wholeOf(entry.node).to, entry.colonTo);

/** A value in the spelling of the text. */
const spelled = (source: Source, path: Path, value: Json): Json => (source.roots ? spell(path, value) : value);

/** A new value for what stands in `Fn::Sub`, or in a branch of `Fn::If`: the function stays. */
function replaceInside(source: Source, node: SyntaxNode, value: Json, indent: string): Patch[] | undefined {
  if (node.via === undefined) return undefined;
  if (node.sub) {
    const next = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? rewriteSub(node.sub, String(value)) : undefined;
    if (next === undefined) throw new EditRefused(`A part of this value comes from ${listed(node.origins ?? [])}. Change what stands around it, or write a value in the source.`);
    const insert = source.syntax.format === "json" ? JSON.stringify(next) : joinLines(source.text, yamlScalar(next, node.quote), indent);
    return [{ from: node.from, to: node.to, insert }];
  }
  // A member whose function gives nothing here gets a value of its own.
  if (node.value === null && node.kind === "scalar") return [{ from: node.via.from, to: node.via.to, insert: flowText(source, value, indent) }];
  refuseShared(node);
  if (node.kind !== "scalar" || (value !== null && typeof value === "object")) throw new EditRefused("This part stands inside of Fn::If; edit it in the source.");
  return [{ from: node.from, to: node.to, insert: flowText(source, value, indent) }];
}

// ---------------------------------------------------------------- values

/** One level of indentation as this text has it. */
function unitOf({ text, syntax }: Source): string {
  if (syntax.format === "json") {
    const found = /\n([ \t]+)\S/.exec(text);
    return found?.[1] ?? "  ";
  }
  return "  ";
}

function isCompact({ text, syntax }: Source): boolean {
  return syntax.format === "json" && !text.trim().includes("\n");
}

/** What stands between a key's colon and its value in this text. */
function colonGap({ text, syntax }: Source, near: SyntaxNode): string {
  const sample = near.entries.find((e) => e.node.to > e.node.from) ?? syntax.root?.entries.find((e) => e.node.to > e.node.from);
  if (!sample) return " ";
  const gap = text.slice(sample.colonTo, wholeOf(sample.node).from);
  return gap === "" && syntax.format === "json" ? "" : " ";
}

/** A value with brackets, in the manner of the text; continuation lines start with `indent`. */
function flowText(source: Source, value: Json, indent: string): string {
  if (source.syntax.format === "yaml") return yamlFlow(value);
  if (isCompact(source)) return spaced(value, colonGapOfRoot(source));
  const lines = JSON.stringify(value, null, unitOf(source)).split("\n");
  return lines.join(newlineOf(source.text) + indent);
}

function colonGapOfRoot(source: Source): string {
  return source.syntax.root ? colonGap(source, source.syntax.root) : "";
}

/** JSON on one line, with the given gap after colons and commas. */
function spaced(value: Json, gap: string): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((v) => spaced(v, gap)).join(`,${gap}`)}]`;
  return `{${Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}:${gap}${spaced(v, gap)}`).join(`,${gap}`)}}`;
}

/** Words that a YAML 1.1 reader takes for a boolean or null: quoted, so that every reader sees a string. */
const ambiguous = /^(?:y|yes|n|no|on|off|true|false|null|~)$|^(?:---|\.\.\.)/i;

function yamlFlow(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(yamlFlow).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value).map(([k, v]) => `${yamlKey(k)}: ${yamlFlow(v)}`).join(", ")}}`;
  }
  if (typeof value === "string" && /^[A-Za-z][A-Za-z0-9_./-]*$/.test(value) && !ambiguous.test(value)) return value;
  return JSON.stringify(value);
}

function yamlKey(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key) && !ambiguous.test(key) ? key : JSON.stringify(key);
}

/** A scalar on one or more lines as YAML; continuation lines are indented from column 0. */
function yamlScalar(value: Json, quote: SyntaxNode["quote"]): string[] {
  if (typeof value === "string") {
    if (ambiguous.test(value)) return [JSON.stringify(value)];
    if (value.includes("\n")) {
      if (/^\s|[^\S\n]\n|\t|\r|\n\n$/.test(value) || value.trim() === "") return [JSON.stringify(value)];
      return stringify({ k: value }, { lineWidth: 0, blockQuote: "literal" }).slice(3).replace(/\n$/, "").split("\n");
    }
    const type = quote === "double" ? "QUOTE_DOUBLE" : quote === "single" ? "QUOTE_SINGLE" : "PLAIN";
    return [stringify(value, { lineWidth: 0, defaultStringType: type, doubleQuotedMinMultiLineLength: Infinity }).trimEnd()];
  }
  return [JSON.stringify(value)];
}

/** A value as block YAML from column 0; a scalar is one line or a literal block. */
function yamlLines(value: Json): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return ["[]"];
    return value.flatMap((item) => hang("- ", yamlLines(item)));
  }
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value);
    if (entries.length === 0) return ["{}"];
    return entries.flatMap(([key, item]) => entryLines(key, item));
  }
  return yamlScalar(value, "plain");
}

function hang(dash: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? dash + line : line === "" ? "" : `  ${line}`));
}

function entryLines(key: string, value: Json): string[] {
  const lines = yamlLines(value);
  const nested = value !== null && typeof value === "object" && lines[0] !== "[]" && lines[0] !== "{}";
  if (nested) return [`${yamlKey(key)}:`, ...lines.map((line) => (line === "" ? "" : `  ${line}`))];
  return [`${yamlKey(key)}: ${lines[0] ?? ""}`, ...lines.slice(1)];
}

function joinLines(text: string, lines: readonly string[], indent: string): string {
  return lines.map((line, i) => (i === 0 || line === "" ? line : indent + line)).join(newlineOf(text));
}

const blanks = (count: number) => " ".repeat(Math.max(0, count));

/** The column of an offset in its line. */
function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

// ---------------------------------------------------------------- replace

function replaceEntry(source: Source, map: SyntaxNode, entry: SyntaxEntry, value: Json): Patch[] {
  const { text, syntax } = source;
  const { node } = entry;
  const inside = replaceInside(source, node, value, indentOf(text, entry.keySpan.from));
  if (inside) return inside;
  refuseShared(node);
  if (node.from < map.from) throw new EditRefused("This key comes from a YAML merge; edit it in the source.");
  if (syntax.format === "json" || map.style === "flow") {
    const insert = flowText(source, value, indentOf(text, entry.keySpan.from));
    const gap = node.to === node.from && syntax.format === "yaml" ? " " : "";
    return [{ from: node.from, to: node.to, insert: gap + insert }];
  }
  const indent = blanks(columnOf(text, entry.keySpan.from));
  const scalarNow = node.kind === "scalar" && node.quote !== "block";
  const scalarThen = value === null || typeof value !== "object";
  if (scalarNow && scalarThen) {
    const lines = yamlScalar(value, node.quote);
    const gap = node.to === node.from ? " " : "";
    return [{ from: node.from, to: node.to, insert: gap + joinLines(text, lines, indent) }];
  }
  if (node.style === "flow" && node.kind !== "scalar") {
    return [{ from: node.from, to: node.to, insert: scalarThen ? joinLines(text, yamlScalar(value, "plain"), indent) : yamlFlow(value) }];
  }
  if (node.kind === "list" && Array.isArray(value) && value.length > 0) {
    // A block list keeps the column of its dashes.
    return [{ from: node.from, to: node.to, insert: joinLines(text, yamlLines(value), blanks(columnOf(text, node.from))) }];
  }
  const [first = "", ...rest] = entryLines("k", value);
  const head = first.slice(2);
  return [{ from: entry.colonTo, to: Math.max(node.to, entry.colonTo), insert: joinLines(text, [head, ...rest], indent) }];
}

function replaceItem(source: Source, list: SyntaxNode, node: SyntaxNode, value: Json): Patch[] {
  const { text, syntax } = source;
  const inside = replaceInside(source, node, value, indentOf(text, node.from));
  if (inside) return inside;
  refuseShared(node);
  if (syntax.format === "json" || list.style === "flow") {
    return [{ from: node.from, to: node.to, insert: flowText(source, value, indentOf(text, node.from)) }];
  }
  const lines = node.kind === "scalar" ? (value === null || typeof value !== "object" ? yamlScalar(value, node.quote === "block" ? "plain" : node.quote) : yamlLines(value)) : yamlLines(value);
  return [{ from: node.from, to: node.to, insert: joinLines(text, lines, blanks(columnOf(text, node.from))) }];
}

// ---------------------------------------------------------------- insert

function addEntry(source: Source, path: Path, map: SyntaxNode, member: string, value: Json): Patch {
  const { text, syntax } = source;
  const key = source.roots ? spellKey(path, member) : member;
  const own = map.entries.filter((e) => e.keySpan.from >= map.from && e.keySpan.from < map.to);
  const last = own.at(-1);
  if (map.style === "block" && last) {
    const lines = entryLines(key, value);
    return afterBlock(source, endOf(last), columnOf(text, own[0]?.keySpan.from ?? map.from), lines);
  }
  if (syntax.format === "yaml" && !last && path.length > 0) {
    // An empty map or value in a block: write the key under its own key.
    const holder = blockHolder(source, path);
    if (holder) return replaceWithBlock(source, holder, entryLines(key, value));
  }
  const quoted = syntax.format === "json" ? JSON.stringify(key) : yamlKey(key);
  const gap = colonGap(source, map);
  return intoFlow(source, map, last ? { from: last.keySpan.from, to: wholeOf(last.node).to } : undefined, (indent) => `${quoted}:${gap}${flowText(source, value, indent)}`);
}

function insertRendered(
  source: Source,
  path: Path,
  index: number,
  lines: (style: SyntaxNode["style"]) => string[] | undefined,
  value: Json,
  /** The value in the spelling of the declaration. */
  plain: Json,
): Patch[] {
  const { text, syntax } = source;
  const list = nodeAt(syntax.root, path);
  if (list === undefined) {
    // The list itself is missing: add it to its parent with this one item.
    return setAt(source, path, [plain]);
  }
  if (list.kind === "scalar" && list.value === null && !list.shared) return setAt(source, path, [plain]);
  if (list.kind !== "list") throw new EditRefused(`The text has no list at ${path.join(".")}.`);
  refuseShared(list);
  const place = Math.min(index, list.items.length);
  const [before, after] = [list.items[place - 1], list.items[place]].map((item) => item && wholeOf(item));
  if (list.style === "block") {
    const column = blockColumn(text, list);
    const body = lines("block") ?? yamlLines(value);
    const item = hang("- ", body);
    if (before) return [afterBlock(source, before.to, column, item)];
    const at = list.from;
    return [{ from: at, to: at, insert: `${joinLines(text, item, blanks(column))}${newlineOf(text)}${blanks(column)}` }];
  }
  if (syntax.format === "yaml" && list.items.length === 0) {
    const holder = blockHolder(source, path);
    const own = lines("block");
    if (holder) return [replaceWithBlock(source, holder, own ? hang("- ", own) : yamlLines([value]))];
  }
  const moved = syntax.format === "json" ? lines("flow") : undefined;
  const render = (indent: string) =>
    moved && !(isCompact(source) && moved.length > 1) ? moved.join(newlineOf(text) + indent) : flowText(source, value, indent);
  if (after && !before) {
    const many = text.slice(list.from, after.from).includes("\n");
    const indent = indentOf(text, after.from);
    const gap = many ? newlineOf(text) + indent : compactGap(source, list);
    return [{ from: after.from, to: after.from, insert: `${render(indent)},${gap}` }];
  }
  return [intoFlow(source, list, before, render, after === undefined)];
}

/** The column of the dashes of a block list. */
function blockColumn(text: string, list: SyntaxNode): number {
  return columnOf(text, list.from);
}

/** New lines after a block value that ends at `to`: after the rest of its line. */
function afterBlock({ text }: Source, to: number, column: number, lines: readonly string[]): Patch {
  const end = lineEnd(text, to);
  return { from: end, to: end, insert: newlineOf(text) + blanks(column) + joinLines(text, lines, blanks(column)) };
}

/** Adds a member after `last` (or as the only one) between brackets. */
function intoFlow(source: Source, node: SyntaxNode, last: Span | undefined, render: (indent: string) => string, atEnd = true): Patch {
  const { text, syntax } = source;
  const newline = newlineOf(text);
  if (last) {
    const many = text.slice(node.from, last.from).includes("\n");
    const indent = indentOf(text, last.from);
    const gap = many ? newline + indent : compactGap(source, node);
    const comma = atEnd ? /^\s*,/.exec(text.slice(last.to, node.to)) : null;
    if (comma) return { from: last.to + comma[0].length, to: last.to + comma[0].length, insert: gap + render(indent) };
    return { from: last.to, to: last.to, insert: `,${gap}${render(indent)}` };
  }
  const span = { from: node.from + 1, to: node.to - 1 };
  if (syntax.format === "yaml" || isCompact(source)) return { ...span, insert: render(indentOf(text, node.from)) };
  const outer = indentOf(text, node.from);
  const inner = outer + unitOf(source);
  return { ...span, insert: newline + inner + render(inner) + newline + outer };
}

function compactGap({ text, syntax }: Source, node: SyntaxNode): string {
  const spans: readonly Span[] = node.kind === "list" ? node.items.map(wholeOf) : node.entries.map((e) => ({ from: e.keySpan.from, to: wholeOf(e.node).to }));
  const [first, second] = spans;
  if (first && second) return text.slice(first.to, second.from).replace(/^\s*,/, "");
  return syntax.format === "yaml" || colonGap({ text, syntax }, node) !== "" ? " " : "";
}

/** The block map entry or block list item that holds the value at a path, if it stands in a block. */
function blockHolder({ syntax }: Source, path: Path): { entry: SyntaxEntry } | undefined {
  const key = path.at(-1);
  const map = nodeAt(syntax.root, path.slice(0, -1));
  if (typeof key !== "string" || map?.style !== "block") return undefined;
  const entry = entryOf(map, key);
  return entry && { entry };
}

/** Puts lines under a key in place of its empty value. */
function replaceWithBlock({ text }: Source, { entry }: { entry: SyntaxEntry }, lines: readonly string[]): Patch {
  const newline = newlineOf(text);
  const indent = `${blanks(columnOf(text, entry.keySpan.from))}  `;
  return {
    from: entry.colonTo,
    to: Math.max(entry.node.to, entry.colonTo),
    insert: newline + lines.map((line) => (line === "" ? "" : indent + line)).join(newline),
  };
}

// ---------------------------------------------------------------- remove

function removeMember(source: Source, path: Path, parent: SyntaxNode, spans: readonly Span[], index: number): Patch {
  const { text, syntax } = source;
  const span = spans[index];
  if (span === undefined) throw new EditRefused("There is nothing to remove.");
  const before = spans[index - 1];
  const after = spans[index + 1];
  const empty = parent.kind === "map" ? "{}" : "[]";
  if (parent.style === "flow") {
    if (before) return { from: before.to, to: span.to, insert: "" };
    if (after) return { from: span.from, to: after.from, insert: "" };
    return { from: parent.from, to: parent.to, insert: empty };
  }
  if (spans.length === 1) {
    const holder = syntax.format === "yaml" ? blockHolder(source, path) : undefined;
    if (!holder) return { from: parent.from, to: parent.to, insert: empty };
    return { from: holder.entry.colonTo, to: parent.to, insert: ` ${empty}` };
  }
  // Whole lines go, except where the member shares its line with a dash or a key before it.
  const start = parent.kind === "list" ? dashOf(text, span.from) : span.from;
  const line = lineStart(text, start);
  if (text.slice(line, start).trim() !== "") {
    const next = after ? (parent.kind === "list" ? dashOf(text, after.from) : after.from) : span.to;
    return { from: start, to: next, insert: "" };
  }
  const end = lineEnd(text, span.to);
  if (end < text.length) {
    const newline = text[end] === "\r" ? 2 : 1;
    return { from: line, to: end + newline, insert: "" };
  }
  // The last line of a text without a final line break: the break before it goes.
  const prior = line > 0 ? line - (text[line - 2] === "\r" ? 2 : 1) : 0;
  return { from: prior, to: end, insert: "" };
}

/** The dash of a block list item whose content begins at `from`. */
function dashOf(text: string, from: number): number {
  const at = text.lastIndexOf("-", from);
  return at === -1 ? from : at;
}

/** An item's own text as lines from column 0. */
function dedentedLines(text: string, item: SyntaxNode): string[] {
  const column = item.style === "block" && item.kind !== "scalar" ? columnOf(text, item.from) : indentOf(text, item.from).length;
  return text
    .slice(item.from, item.to)
    .split(/\r?\n/)
    .map((line, i) => {
      if (i === 0) return line;
      const lead = /^[ \t]*/.exec(line)?.[0].length ?? 0;
      return line.slice(Math.min(lead, column));
    });
}

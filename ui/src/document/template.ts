/**
 * A pipeline inside of a CloudFormation template, seen as its declaration: the same tree with the API's names, whose
 * places are those of the template's text. What a function gives is known from Rust; its place says where the value
 * comes from. Nothing is worked out here, and nothing is changed.
 */
import type { Json, Path, SyntaxEntry, SyntaxNode } from "./syntax";
import { entryOf, nodeAt } from "./syntax";
import type { Span } from "./text";

/** A part of the text of `Fn::Sub`; without a name it stands there literally. */
export interface SubPiece {
  readonly text: string;
  readonly name?: string | null;
}

/** A part of a template that a value comes from. */
export interface Origin {
  readonly what: string;
  readonly span?: (Span & { readonly line: number }) | null;
}

/** What a function gave. */
export interface Computed {
  /** The function as it is written, see `keyOf`. */
  readonly key: string;
  /** Null or missing when it leaves its place empty (`AWS::NoValue`). */
  readonly value?: unknown;
  readonly pieces: readonly SubPiece[];
  readonly origins: readonly Origin[];
}

/** How a pipeline stands in its template. */
export interface Roots {
  readonly path: readonly string[];
  readonly name?: string | null;
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly values: readonly Computed[];
}

/** Properties of the resource that are no part of the declaration. */
const beside = new Set(["DisableInboundStageTransitions", "RestartExecutionOnUpdate", "Tags"]);

const lower = (key: string) => key.charAt(0).toLowerCase() + key.slice(1);
const upper = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);

/** The declaration of a template's pipeline; undefined when it is not where it was. */
export function declarationIn(root: SyntaxNode | undefined, roots: Roots): SyntaxNode | undefined {
  const properties = nodeAt(root, roots.path);
  if (properties?.kind !== "map") return undefined;
  const values = new Map(roots.values.map((one) => [one.key, one]));
  const seen = see(properties, { roots, values, names: namesOf(roots.values) }, true);
  if (seen?.kind !== "map") return undefined;
  return {
    ...seen,
    entries: seen.entries
      .filter((entry) => !beside.has(upper(entry.key)))
      .map((entry) => (entry.key === "artifactStores" ? { ...entry, node: byRegion(entry.node) } : entry)),
  };
}

interface Sight {
  readonly roots: Roots;
  readonly values: ReadonlyMap<string, Computed>;
  readonly names: ReadonlyMap<string, SubPiece & { readonly origins: readonly Origin[] }>;
}

/** What names in texts of `Fn::Sub` stand for, so that a text that was changed a moment ago has a value at once. */
function namesOf(values: readonly Computed[]): Sight["names"] {
  return new Map(values.flatMap(({ pieces, origins }) => pieces.flatMap((piece): [string, SubPiece & { origins: readonly Origin[] }][] => (typeof piece.name === "string" ? [[piece.name, { ...piece, origins }]] : []))));
}

/** A value as the declaration has it; `named` where keys are members of the API and not an action's own. */
function see(node: SyntaxNode, sight: Sight, named: boolean): SyntaxNode | undefined {
  const call = functionOf(node);
  if (call) return carryOut(node, call, sight, named);
  if (node.kind === "list") return { ...node, items: node.items.flatMap((item) => see(item, sight, named) ?? []) };
  if (node.kind === "map") {
    return {
      ...node,
      entries: node.entries.map((entry) => ({
        ...entry,
        key: named ? lower(entry.key) : entry.key,
        node: see(entry.node, sight, named && entry.key !== "Configuration") ?? nothing(entry.node),
      })),
    };
  }
  return node;
}

function carryOut(node: SyntaxNode, call: { readonly name: string; readonly argument: SyntaxNode }, sight: Sight, named: boolean): SyntaxNode | undefined {
  const { name, argument } = call;
  if (name === "If" && argument.items.length === 3) {
    const [condition, yes, no] = argument.items;
    const holds = condition && sight.roots.conditions[condition.source];
    const branch = holds === undefined ? undefined : holds ? yes : no;
    const chosen = branch && see(branch, sight, named);
    if (branch) return chosen && { ...chosen, via: node };
  }
  const computed = sight.values.get(keyOf(node));
  const text = argument.kind === "list" ? argument.items[0] : argument;
  if (name === "Sub" && text?.kind === "scalar") {
    const pieces = computed?.pieces ?? (argument.kind === "scalar" ? piecesOf(text.source, sight.names) : undefined);
    if (pieces) {
      const value = pieces.map((piece) => piece.text).join("");
      const origins = computed?.origins ?? pieces.flatMap((piece) => sight.names.get(piece.name ?? "")?.origins ?? []);
      return { ...text, value, source: value, via: node, sub: pieces, origins };
    }
  }
  if (computed && computed.value == null) return undefined;
  const origins = computed?.origins ?? [{ what: `\`${name}\``, span: { ...spanOf(node), line: 0 } }];
  return fixed((computed?.value ?? node.source) as Json, { from: node.from, to: node.to }, { via: node, origins, locked: sentence(origins) });
}

const spanOf = ({ from, to }: Span): Span => ({ from, to });

/** A member whose function gives no value: it is there, and says nothing. */
function nothing(node: SyntaxNode): SyntaxNode {
  return { ...fixed(null, spanOf(node), {}), source: "", via: node };
}

/** A value that stands nowhere as it is. */
function fixed(value: Json, span: Span, more: Partial<SyntaxNode>): SyntaxNode {
  const base: SyntaxNode = { kind: "scalar", style: "flow", ...span, value: undefined, source: "", quote: "plain", entries: [], items: [], shared: false, ...more };
  if (Array.isArray(value)) return { ...base, kind: "list", items: value.map((item) => fixed(item, span, more)) };
  if (value !== null && typeof value === "object") {
    return { ...base, kind: "map", entries: Object.entries(value).map(([key, item]) => ({ key, keySpan: span, colonTo: span.to, node: fixed(item, span, more) })) };
  }
  return { ...base, value, source: value === null ? "" : String(value) };
}

/** The list of stores with their regions as a map by region. */
function byRegion(stores: SyntaxNode): SyntaxNode {
  if (stores.kind !== "list") return stores;
  const entries = stores.items.flatMap((item): SyntaxEntry[] => {
    const region = entryOf(item, "region");
    const store = entryOf(item, "artifactStore");
    return region && store ? [{ key: region.node.source, keySpan: region.keySpan, colonTo: region.colonTo, node: store.node }] : [];
  });
  return { ...stores, kind: "map", items: [], entries, locked: "CloudFormation lists the stores with their Regions: add or remove one in the source." };
}

/** The function that a value calls: the one member of a map that is `Ref`, `Fn::…` or a tag. */
function functionOf(node: SyntaxNode): { readonly name: string; readonly argument: SyntaxNode } | undefined {
  const [entry, ...more] = node.entries;
  if (node.kind !== "map" || entry === undefined || more.length > 0) return undefined;
  const [, name] = /^(?:Fn::|!)(\w+)$/.exec(entry.key) ?? (entry.key === "Ref" ? ["", "Ref"] : []);
  return name === undefined ? undefined : { name, argument: entry.node };
}

/** A value as it is written, for comparison: JSON in which every scalar is a text. */
export function keyOf(node: SyntaxNode): string {
  const plain = (one: SyntaxNode): Json =>
    one.kind === "scalar" ? one.source : one.kind === "list" ? one.items.map(plain) : Object.fromEntries(one.entries.map((entry) => [entry.key, plain(entry.node)]));
  return JSON.stringify(plain(node));
}

/** The text of `Fn::Sub` in pieces, with what is known of its names; undefined when one is not known. */
function piecesOf(text: string, names: Sight["names"]): SubPiece[] | undefined {
  const pieces: SubPiece[] = [];
  let at = 0;
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    const name = (found[1] ?? "").trim();
    pieces.push({ text: text.slice(at, found.index) });
    at = found.index + found[0].length;
    if (name.startsWith("!")) pieces.push({ text: `\${${name.slice(1)}}` });
    else {
      const known = names.get(name);
      if (!known) return undefined;
      pieces.push({ text: known.text, name });
    }
  }
  return [...pieces, { text: text.slice(at) }];
}

/** Where a value comes from, in a sentence. */
function sentence(origins: readonly Origin[]): string {
  return `This value comes from ${listed(origins)}. Change it there, or write a value in the source.`;
}

/** `the parameter X (line 4) and the resource Y (line 20)`. */
export function listed(origins: readonly Origin[]): string {
  const named = origins.map(({ what, span }) => (span && span.line > 0 ? `${what} (line ${span.line})` : what));
  return named.length < 2 ? (named[0] ?? "a function") : `${named.slice(0, -1).join(", ")} and ${named.at(-1) ?? ""}`;
}

/**
 * The text of `Fn::Sub` for a new value; undefined when the change reaches into what a name stands for. Only one region
 * changes, and it lies in what stands there literally.
 */
export function rewriteSub(pieces: readonly SubPiece[], next: string): string | undefined {
  const before = pieces.map((piece) => piece.text).join("");
  const most = Math.min(before.length, next.length);
  let tail = 0;
  while (tail < most && before.charCodeAt(before.length - 1 - tail) === next.charCodeAt(next.length - 1 - tail)) tail++;
  let head = 0;
  while (head < most - tail && before.charCodeAt(head) === next.charCodeAt(head)) head++;
  const write = (changed: number, text: string) =>
    pieces.map((piece, i) => (typeof piece.name === "string" ? `\${${piece.name}}` : (i === changed ? text : piece.text).replaceAll("${", "${!"))).join("");
  // What both ends have in common may be counted to either: every split of it is tried.
  for (let shift = 0; ; shift++) {
    const [from, to] = [head - shift, before.length - tail - shift];
    let at = 0;
    for (const [i, piece] of pieces.entries()) {
      const end = at + piece.text.length;
      if (typeof piece.name !== "string" && at <= from && to <= end) return write(i, piece.text.slice(0, from - at) + next.slice(from, next.length - tail - shift) + piece.text.slice(to - at));
      at = end;
    }
    // One character to the left gives the same text only when the changed regions end alike.
    if (from === 0 || before.charCodeAt(from - 1) !== before.charCodeAt(to - 1) || next.charCodeAt(from - 1) !== next.charCodeAt(next.length - tail - shift - 1)) return undefined;
  }
}

/** A value of the declaration in CloudFormation's spelling, for a place in the declaration. */
export function spell(path: Path, value: Json): Json {
  if (path.includes("configuration")) return value;
  if (path.at(-1) === "artifactStores" && isMap(value)) return Object.entries(value).map(([region, store]) => ({ Region: region, ArtifactStore: spell([...path, region], store) }));
  if (Array.isArray(value)) return value.map((item, i) => spell([...path, i], item));
  if (!isMap(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && /^(?:Ref|Fn::\w+|Condition)$/.test(keys[0] ?? "")) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [upper(key), spell([...path, key], item)]));
}

/** A key of the declaration in CloudFormation's spelling, for a place in the declaration. */
export const spellKey = (holder: Path, key: string): string => (holder.includes("configuration") ? key : upper(key));

const isMap = (value: Json): value is { [key: string]: Json } => value !== null && typeof value === "object" && !Array.isArray(value);

/** A value as it is written, with functions in their long form and the API's names: what a copy of it is made of. */
export function writtenValue(node: SyntaxNode): Json {
  if (node.via) return longForm(node.via);
  if (node.kind === "scalar") return node.value ?? null;
  if (node.kind === "list") return node.items.map(writtenValue);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, writtenValue(entry.node)]));
}

function longForm(node: SyntaxNode): Json {
  if (node.kind === "scalar") return node.value ?? null;
  if (node.kind === "list") return node.items.map(longForm);
  const call = functionOf(node);
  if (!call) return Object.fromEntries(node.entries.map((entry) => [entry.key, longForm(entry.node)]));
  const { name, argument } = call;
  const [, id, attribute] = name === "GetAtt" && argument.kind === "scalar" ? (/^([^.]*)\.(.*)$/.exec(argument.source) ?? []) : [];
  return { [name === "Ref" || name === "Condition" ? name : `Fn::${name}`]: id !== undefined && attribute !== undefined ? [id, attribute] : longForm(argument) };
}

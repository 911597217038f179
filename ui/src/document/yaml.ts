/** Reads YAML 1.2 (core schema) into the common syntax tree, with the offsets of the source text. */
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from "yaml";
import type { Fault, Json, Syntax, SyntaxEntry, SyntaxNode } from "./syntax";

/** Parses a YAML text; only its first document counts. */
export function parseYaml(text: string): Syntax {
  const document = parseDocument(text, { keepSourceTokens: true, lineCounter: new LineCounter(), prettyErrors: false, uniqueKeys: false });
  const faults: Fault[] = document.errors.map((error) => ({
    message: error.message,
    from: error.pos[0],
    to: Math.max(error.pos[0] + 1, error.pos[1]),
  }));
  const root = document.contents === null ? undefined : convert(text, document, document.contents, false);
  return { format: "yaml", root, faults };
}

/** A value with a tag that is not YAML's own is a map of one member: `!Ref Name` is something else than `Name`. */
function convert(text: string, document: Document, node: Node, shared: boolean): SyntaxNode {
  const inner = convertPlain(text, document, node, shared);
  const tag = isAlias(node) ? undefined : node.tag;
  if (tag === undefined || !/^![^!]/.test(tag)) return inner;
  const lead = /![^\s,[\]{}]*\s*$/.exec(text.slice(Math.max(0, inner.from - 200), inner.from));
  const from = lead ? inner.from - lead[0].length : inner.from;
  const keySpan = { from, to: from + tag.length };
  return {
    kind: "map",
    style: inner.kind === "scalar" ? "flow" : inner.style,
    from,
    to: inner.to,
    value: undefined,
    source: "",
    quote: "plain",
    entries: [{ key: tag, keySpan, colonTo: keySpan.to, node: inner }],
    items: [],
    shared: inner.shared,
  };
}

function convertPlain(text: string, document: Document, node: Node, shared: boolean): SyntaxNode {
  const [from = 0, to = from] = node.range ?? [];
  if (isAlias(node)) {
    const target = node.resolve(document);
    // The value is the anchor's, the place is the alias's.
    const resolved = target === undefined ? undefined : convert(text, document, target, true);
    return resolved
      ? { ...resolved, from, to, shared: true }
      : scalar(text, from, to, null, "plain", true);
  }
  const own = shared || ("anchor" in node && node.anchor !== undefined);
  if (isMap(node)) {
    const entries = node.items.flatMap((pair) =>
      isPair(pair) ? convertPair(text, document, pair as Pair<Node, Node | null>, own) : [],
    );
    const flow = node.flow === true;
    const last = entries.findLast((entry) => entry.keySpan.from >= from && entry.node.to <= to);
    return {
      kind: "map",
      style: flow ? "flow" : "block",
      from,
      // The range of a block reaches over the comments after it: it ends with its last value.
      to: flow || last === undefined ? trimEnd(text, from, to) : Math.max(last.node.to, last.colonTo),
      value: undefined,
      source: "",
      quote: "plain",
      items: [],
      entries,
      shared: own,
    };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) =>
      isNode(item) ? convert(text, document, item, own) : scalar(text, from, from, null, "plain", true),
    );
    const flow = node.flow === true;
    const last = items.at(-1);
    return {
      kind: "list",
      style: flow ? "flow" : "block",
      from,
      to: flow || last === undefined ? trimEnd(text, from, to) : last.to,
      value: undefined,
      source: "",
      quote: "plain",
      entries: [],
      items,
      shared: own,
    };
  }
  if (isScalar(node)) {
    const quote =
      node.type === "QUOTE_DOUBLE" ? "double" : node.type === "QUOTE_SINGLE" ? "single" : node.type === "PLAIN" ? "plain" : "block";
    const raw: unknown = node.value;
    const value: Json =
      raw === null || typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean" ? raw : text.slice(from, to);
    return { ...scalar(text, from, trimEnd(text, from, to), value, quote, own) };
  }
  return scalar(text, from, to, null, "plain", own);
}

function convertPair(text: string, document: Document, pair: Pair<Node, Node | null>, shared: boolean): SyntaxEntry[] {
  const [from = 0, to = from] = pair.key.range ?? [];
  const key = isScalar(pair.key) ? (typeof pair.key.value === "string" ? pair.key.value : text.slice(from, to)) : text.slice(from, to);
  const colon = text.indexOf(":", to);
  const colonTo = colon === -1 ? to : colon + 1;
  if (key === "<<" && pair.value) {
    // A merge: its keys are read, and never changed here.
    const merged = convert(text, document, pair.value, true);
    const maps = merged.kind === "list" ? merged.items : [merged];
    return maps.flatMap((map) => map.entries.map((entry) => ({ ...entry, node: { ...entry.node, shared: true } })));
  }
  const node = pair.value ? convert(text, document, pair.value, shared) : scalar(text, colonTo, colonTo, null, "plain", shared);
  return [{ key, keySpan: { from, to }, colonTo, node }];
}

function scalar(text: string, from: number, to: number, value: Json, quote: SyntaxNode["quote"], shared: boolean): SyntaxNode {
  const source = typeof value === "string" ? value : text.slice(from, to);
  return { kind: "scalar", style: "flow", from, to, value, source, quote, entries: [], items: [], shared };
}

/** Ranges of block nodes reach over the line breaks after them: the value ends before. */
function trimEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && /\s/.test(text[end - 1] ?? "")) end--;
  return end;
}

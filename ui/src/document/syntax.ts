/**
 * One syntax tree for JSON and YAML: what is where in the text. It holds offsets and plain values
 * and never the meaning of a pipeline.
 */
import type { Origin, SubPiece } from "./template";
import type { Span } from "./text";

/** What a definition file is written in. */
export type Format = "json" | "yaml";

/** A place in a document: keys of maps and indexes of lists, from the root. */
export type Path = readonly (string | number)[];

/** A plain JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A value in the text, without the comments and line breaks after it. */
export interface SyntaxNode extends Span {
  readonly kind: "map" | "list" | "scalar";
  /** `flow`: with brackets (all of JSON). `block`: by indentation (YAML). */
  readonly style: "flow" | "block";
  /** The scalar as JSON; undefined for maps and lists. */
  readonly value: Json | undefined;
  /** The scalar's text as a person reads it: what stands in the file, without quotes. */
  readonly source: string;
  /** How a YAML scalar is quoted; JSON strings are `double`. */
  readonly quote: "plain" | "single" | "double" | "block";
  readonly entries: readonly SyntaxEntry[];
  readonly items: readonly SyntaxNode[];
  /** Reached through an alias, carrying an anchor, or behind a merge key: not to be changed in place. */
  readonly shared: boolean;
  /** The function around it, as it stands in a template: it is what is moved or removed. */
  readonly via?: SyntaxNode;
  /** Why it cannot be changed in place: its value stands elsewhere. */
  readonly locked?: string;
  /** The text of the `Fn::Sub` that it stands in. */
  readonly sub?: readonly SubPiece[];
  /** Where the value, or a part of it, comes from. */
  readonly origins?: readonly Origin[];
}

/** A value with the function around it. */
export const wholeOf = (node: SyntaxNode): SyntaxNode => node.via ?? node;

/** One key of a map with its value. */
export interface SyntaxEntry {
  readonly key: string;
  readonly keySpan: Span;
  /** Just after the colon. */
  readonly colonTo: number;
  readonly node: SyntaxNode;
}

/** A place where the text cannot be read. */
export interface Fault extends Span {
  readonly message: string;
}

/** What a parser makes of a text. */
export interface Syntax {
  readonly format: Format;
  readonly root: SyntaxNode | undefined;
  readonly faults: readonly Fault[];
}

/** The entry of a map with that key; the last one when a key stands twice, as every reader takes it. */
export function entryOf(node: SyntaxNode | undefined, key: string): SyntaxEntry | undefined {
  if (node?.kind !== "map") return undefined;
  for (let i = node.entries.length - 1; i >= 0; i--) {
    const entry = node.entries[i];
    if (entry?.key === key) return entry;
  }
  return undefined;
}

/** The node at a path, if the document has it. */
export function nodeAt(root: SyntaxNode | undefined, path: Path): SyntaxNode | undefined {
  let node = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    node = typeof step === "number" ? (node.kind === "list" ? node.items[step] : undefined) : entryOf(node, step)?.node;
  }
  return node;
}

/** The plain value of a node. */
export function valueOf(node: SyntaxNode): Json {
  if (node.kind === "scalar") return node.value ?? null;
  if (node.kind === "list") return node.items.map(valueOf);
  const result: { [key: string]: Json } = {};
  for (const { key, node: child } of node.entries) {
    Object.defineProperty(result, key, { value: valueOf(child), enumerable: true, configurable: true, writable: true });
  }
  return result;
}

/** The path of the innermost node that holds `offset`. */
export function pathAt(root: SyntaxNode | undefined, offset: number): Path {
  const path: (string | number)[] = [];
  let node = root;
  while (node !== undefined) {
    const parent: SyntaxNode = node;
    node = undefined;
    if (parent.kind === "map") {
      const entry = parent.entries.find((e) => offset >= e.keySpan.from && offset <= Math.max(e.node.to, e.colonTo));
      if (entry) {
        path.push(entry.key);
        node = entry.node;
      }
    } else if (parent.kind === "list") {
      const index = parent.items.findIndex((item) => offset >= item.from && offset <= item.to);
      if (index >= 0) {
        path.push(index);
        node = parent.items[index];
      }
    }
  }
  return path;
}

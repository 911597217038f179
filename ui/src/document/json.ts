/** Reads JSON (comments and trailing commas are tolerated in files) into the common syntax tree. */
import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { Fault, Json, Syntax, SyntaxEntry, SyntaxNode } from "./syntax";

const sentences: Record<string, string> = {
  InvalidSymbol: "This is not a JSON value.",
  InvalidNumberFormat: "This is not a number.",
  PropertyNameExpected: "A property name in double quotes is expected here.",
  ValueExpected: "A value is expected here.",
  ColonExpected: "A colon is expected here.",
  CommaExpected: "A comma is expected here.",
  CloseBraceExpected: "A closing brace is missing.",
  CloseBracketExpected: "A closing bracket is missing.",
  EndOfFileExpected: "Nothing may follow the definition.",
  UnexpectedEndOfString: "This string does not end.",
  InvalidEscapeCharacter: "This escape is not known.",
  InvalidUnicode: "This unicode escape is not complete.",
  UnexpectedEndOfComment: "This comment does not end.",
  InvalidCharacter: "This character must be escaped.",
};

/** Parses a JSON text; what can be read is in the tree even when there are faults. */
export function parseJson(text: string): Syntax {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const faults: Fault[] = errors.map((error) => {
    const code = printParseErrorCode(error.error);
    return { message: sentences[code] ?? code, from: error.offset, to: error.offset + Math.max(1, error.length) };
  });
  return { format: "json", root: tree && convert(text, tree), faults };
}

function convert(text: string, node: Node): SyntaxNode {
  const base = { style: "flow" as const, from: node.offset, to: node.offset + node.length, shared: false };
  switch (node.type) {
    case "object":
      return {
        ...base,
        kind: "map",
        value: undefined,
        source: "",
        quote: "plain",
        items: [],
        entries: (node.children ?? []).flatMap((property) => convertProperty(text, property)),
      };
    case "array":
      return {
        ...base,
        kind: "list",
        value: undefined,
        source: "",
        quote: "plain",
        entries: [],
        items: (node.children ?? []).map((child) => convert(text, child)),
      };
    default: {
      const value = node.value as Json;
      return {
        ...base,
        kind: "scalar",
        value,
        source: typeof value === "string" ? value : text.slice(base.from, base.to),
        quote: node.type === "string" ? "double" : "plain",
        entries: [],
        items: [],
      };
    }
  }
}

function convertProperty(text: string, property: Node): SyntaxEntry[] {
  const [key, value] = property.children ?? [];
  if (!key) return [];
  const keyTo = key.offset + key.length;
  const colonTo = property.colonOffset === undefined ? keyTo : property.colonOffset + 1;
  const node: SyntaxNode = value
    ? convert(text, value)
    : { kind: "scalar", style: "flow", from: colonTo, to: colonTo, value: null, source: "", quote: "plain", entries: [], items: [], shared: false };
  return [{ key: String(key.value), keySpan: { from: key.offset, to: keyTo }, colonTo, node }];
}

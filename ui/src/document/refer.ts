/**
 * Names that a definition repeats: artifacts, namespaces and pipeline variables with every place that refers to
 * them. Finds the places and says what each would read; it changes nothing.
 */
import type { Patch } from "./text";
import { setAt } from "./write";
import type { Definition } from "./model";
import type { Path, SyntaxNode } from "./syntax";
import { nodeAt } from "./syntax";

/** What can be renamed together with everything that refers to it. */
export type NameKind = "artifact" | "namespace" | "variable";

/** One place that says the name. */
export interface Reference {
  readonly path: Path;
  readonly before: string;
  readonly after: string;
}

/** Configuration keys whose whole value names an artifact (AWS, action structure reference of CodeBuild and CodeDeployToECS). */
const artifactKey = /^(?:PrimarySource|.*Artifact(?:Name)?)$/;

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Every place of the declaration that says a name, in the order of the text, with what it would say after a rename. */
export function referencesTo(definition: Definition, kind: NameKind, name: string, to: string): Reference[] {
  const replace = replacer(kind, name, to);
  const found: Reference[] = [];
  const walk = (node: SyntaxNode, path: Path) => {
    for (const entry of node.entries) walk(entry.node, [...path, entry.key]);
    node.items.forEach((item, i) => walk(item, [...path, i]));
    if (node.kind !== "scalar" || typeof node.value !== "string") return;
    const after = replace(path, node.value);
    if (after !== node.value) found.push({ path: [...definition.base, ...path], before: node.value, after });
  };
  const root = nodeAt(definition.syntax.root, definition.base);
  if (root !== undefined && name !== "") walk(root, []);
  return found;
}

function replacer(kind: NameKind, name: string, to: string): (path: Path, value: string) => string {
  if (kind === "artifact") {
    // `Name::path/in/it`, and the two functions of CloudFormation's parameter overrides.
    const inPath = new RegExp(`(^|[^A-Za-z0-9_@.-])${escaped(name)}(?=::)`, "g");
    const inFunction = new RegExp(`("Fn::(?:GetArtifactAtt|GetParam)"\\s*:\\s*\\[\\s*")${escaped(name)}(?=")`, "g");
    return (path, value) => {
      if (path.at(-1) === "name" && (path.at(-3) === "inputArtifacts" || path.at(-3) === "outputArtifacts")) return value === name ? to : value;
      if (!path.includes("configuration")) return value;
      if (value === name && artifactKey.test(String(path.at(-1)))) return to;
      return value.replace(inPath, (_, lead: string) => lead + to).replace(inFunction, (_, lead: string) => lead + to);
    };
  }
  const reference = kind === "namespace" ? new RegExp(`#\\{${escaped(name)}(?=\\.)`, "g") : new RegExp(`#\\{variables\\.${escaped(name)}(?=\\})`, "g");
  const written = kind === "namespace" ? `#{${to}` : `#{variables.${to}`;
  return (path, value) => {
    const declared = kind === "namespace" ? path.at(-1) === "namespace" && path.at(-3) === "actions" : path.length === 3 && path[0] === "variables" && path[2] === "name";
    if (declared) return value === name ? to : value;
    return value.replace(reference, () => written);
  };
}

/** Replaces a name everywhere it is said. */
export function rename(definition: Definition, what: NameKind, name: string, to: string): Patch[] {
  return referencesTo(definition, what, name, to).flatMap((one) => setAt(definition, one.path, one.after));
}

/** The catalog of action types as the inspector's forms read it: data from Rust, checked for shape once. */
import type { Action, ActionTypeId } from "../document";

/** What a configuration value looks like. */
export type PropertyKind = "text" | "number" | "boolean" | "enum" | "json" | "multiline";

export interface Property {
  /** The key in the action's configuration. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly required: boolean;
  /** `inputs>1`, `inputs=0`, `Key`, `!Key`, `Key=a|b`: then the action fails without it. */
  readonly requiredWhen: string | undefined;
  readonly secret: boolean;
  readonly kind: PropertyKind;
  /** Whether the value names an input artifact (`name`), or a path in one. */
  readonly artifact: "name" | "path" | "either" | undefined;
  /** The kind of resource that the value names, so that those that exist can be offered. */
  readonly resource: string | undefined;
  /** The property that names what the resource belongs to. */
  readonly within: string | undefined;
  readonly options: readonly string[];
  readonly default: string | undefined;
  readonly example: string | undefined;
  readonly documentation: string | undefined;
}

export interface Count {
  readonly minimum: number;
  readonly maximum: number;
}

export interface ActionType {
  readonly category: string;
  readonly owner: string;
  readonly provider: string;
  readonly version: string;
  readonly label: string;
  readonly description: string;
  readonly inputs: Count;
  readonly outputs: Count;
  readonly v2Only: boolean;
  readonly status: "current" | "legacy" | "ended";
  readonly note: string | undefined;
  /** May have properties that are not listed. */
  readonly open: boolean;
  /** Needs the action's `commands`. */
  readonly commands: boolean;
  readonly documentation: string | undefined;
  readonly properties: readonly Property[];
  /** Output variables that it always has. */
  readonly variables: readonly string[];
  readonly openVariables: boolean;
}

/** Action types by `Category/Owner/Provider/version`. */
export type Catalog = ReadonlyMap<string, ActionType>;

export function findType(catalog: Catalog, { category, owner, provider, version }: ActionTypeId): ActionType | undefined {
  return catalog.get(`${category}/${owner}/${provider}/${version}`);
}

/** Reads the reply of the `catalog` command; what has no shape of an action type is left out. */
export function readCatalog(reply: unknown): Catalog {
  const list = Array.isArray(reply) ? (reply as unknown[]) : [];
  const types = list.flatMap((raw) => {
    const type = readType(raw);
    return type ? [type] : [];
  });
  return new Map(types.map((type) => [`${type.category}/${type.owner}/${type.provider}/${type.version}`, type]));
}

type Raw = Readonly<Record<string, unknown>>;
const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (raw: Raw, key: string) => {
  const value = raw[key];
  return typeof value === "string" ? value : undefined;
};
const texts = (raw: Raw, key: string) => {
  const value = raw[key];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
};
const count = (raw: Raw, key: string): Count => {
  const value = raw[key];
  const number = (name: string, otherwise: number) => (isRaw(value) && typeof value[name] === "number" ? value[name] : otherwise);
  return { minimum: number("minimum", 0), maximum: number("maximum", 5) };
};

function readType(raw: unknown): ActionType | undefined {
  if (!isRaw(raw)) return undefined;
  const [category, owner, provider] = [text(raw, "category"), text(raw, "owner"), text(raw, "provider")];
  if (category === undefined || owner === undefined || provider === undefined) return undefined;
  const status = text(raw, "status");
  return {
    category,
    owner,
    provider,
    version: text(raw, "version") ?? "1",
    label: text(raw, "label") ?? provider,
    description: text(raw, "description") ?? "",
    inputs: count(raw, "inputs"),
    outputs: count(raw, "outputs"),
    v2Only: raw["v2Only"] === true,
    status: status === "legacy" || status === "ended" ? status : "current",
    note: text(raw, "note"),
    open: raw["open"] === true,
    commands: raw["commands"] === true,
    documentation: text(raw, "documentation"),
    properties: Array.isArray(raw["properties"]) ? (raw["properties"] as unknown[]).flatMap(readProperty) : [],
    variables: texts(raw, "variables"),
    openVariables: raw["openVariables"] === true,
  };
}

const kinds: readonly string[] = ["text", "number", "boolean", "enum", "json", "multiline"];

function readProperty(raw: unknown): Property[] {
  if (!isRaw(raw)) return [];
  const name = text(raw, "name");
  if (name === undefined) return [];
  const kind = text(raw, "kind") ?? "text";
  const artifact = text(raw, "artifact");
  return [
    {
      name,
      label: text(raw, "label") ?? name,
      description: text(raw, "description") ?? "",
      required: raw["required"] === true,
      requiredWhen: text(raw, "requiredWhen"),
      secret: raw["secret"] === true,
      kind: kinds.includes(kind) ? (kind as PropertyKind) : "text",
      artifact: artifact === "name" || artifact === "path" || artifact === "either" ? artifact : undefined,
      resource: text(raw, "resource"),
      within: text(raw, "within"),
      options: texts(raw, "options"),
      default: text(raw, "default"),
      example: text(raw, "example"),
      documentation: text(raw, "documentation"),
    },
  ];
}

/** Whether the action cannot do without a property as it stands now. */
export function isRequired(property: Property, action: Action, type: ActionType): boolean {
  if (property.required) return true;
  const when = property.requiredWhen;
  if (when === undefined) return false;
  const inputs = /^inputs([<>=])(\d+)$/.exec(when);
  if (inputs) {
    const wanted = Number(inputs[2]);
    const has = action.inputs.length;
    return inputs[1] === ">" ? has > wanted : inputs[1] === "<" ? has < wanted : has === wanted;
  }
  const valued = /^([^=!]+)=(.*)$/.exec(when);
  if (valued) {
    const [, key = "", values = ""] = valued;
    const value = action.configuration[key] ?? type.properties.find((one) => one.name === key)?.default;
    return value !== undefined && values.split("|").includes(value);
  }
  return when.startsWith("!") ? action.configuration[when.slice(1)] === undefined : action.configuration[when] !== undefined;
}

/** Properties in the order of the form: needed ones, those that are set, then the rest, which can be folded away. */
export function arrange(action: Action, type: ActionType): { readonly first: Property[]; readonly more: Property[] } {
  const needed = type.properties.filter((property) => isRequired(property, action, type));
  const set = type.properties.filter((property) => !needed.includes(property) && action.configuration[property.name] !== undefined);
  const rest = type.properties.filter((property) => !needed.includes(property) && !set.includes(property));
  const first = [...needed, ...set];
  // A short form has no fold.
  return rest.length <= 3 ? { first: type.properties.filter((p) => [...first, ...rest].includes(p)), more: [] } : { first, more: rest };
}

/** Configuration keys that the type does not know: kept, and shown as extra. */
export function extraKeys(action: Action, type: ActionType | undefined): string[] {
  const known = new Set(type?.properties.map((property) => property.name));
  return Object.keys(action.configuration).filter((key) => !known.has(key));
}

/** Where the value of a field comes from, when it stands elsewhere in a template: told under the field, with the way there. */
import { createContext, useContext } from "react";
import { nodeAt, type Definition, type Origin, type Path, type Span } from "../document";

/** Where the value of a field comes from. */
export interface FieldOrigin {
  /** The whole value comes from elsewhere: it cannot be changed here. */
  readonly locked: boolean;
  readonly origins: readonly Origin[];
  /** The function in the text. */
  readonly via: Span;
}

interface Origins {
  readonly of: (member: string) => FieldOrigin | undefined;
  readonly onShow: ((span: Span) => void) | undefined;
}

const Context = createContext<Origins>({ of: () => undefined, onShow: undefined });

export const OriginsProvider = Context.Provider;

/** The origins of the members below a place of a definition. */
export function originsOf(definition: Definition, path: Path, onShow: ((span: Span) => void) | undefined): Origins {
  return {
    onShow,
    of: (member) => {
      if (definition.roots === undefined) return undefined;
      const steps = member.split("/");
      const node = nodeAt(definition.syntax.root, [...path, ...steps]) ?? nodeAt(definition.syntax.root, [...path, "configuration", ...steps]);
      if (node?.via === undefined) return undefined;
      return { locked: node.locked !== undefined, origins: node.origins ?? [], via: { from: node.via.from, to: node.via.to } };
    },
  };
}

export function useOrigin(member: string | undefined): FieldOrigin | undefined {
  const { of } = useContext(Context);
  return member === undefined ? undefined : of(member);
}

export function OriginLine({ member }: { readonly member: string | undefined }) {
  const origin = useOrigin(member);
  const { onShow } = useContext(Context);
  if (origin === undefined) return null;
  const places: readonly Origin[] = origin.origins.length > 0 ? origin.origins : [{ what: "a branch of Fn::If", span: { ...origin.via, line: 0 } }];
  return (
    <div className="ps-origin">
      {origin.locked ? "From " : origin.origins.length > 0 ? "Partly from " : "In "}
      {places.map(({ what, span }, i) => (
        <span key={what}>
          {i === 0 ? "" : ", "}
          {span == null || onShow === undefined ? (
            plain(what)
          ) : (
            <button type="button" className="ps-inline" onClick={() => onShow(span)}>
              {plain(what)}
              {span.line > 0 ? ` · line ${span.line}` : ""}
            </button>
          )}
        </span>
      ))}
    </div>
  );
}

const plain = (what: string) => what.replaceAll("`", "");

/** The variables that an action's namespace offers, with who uses them. */
import { usersOf, type Action, type Definition } from "../document";
import type { ActionType } from "./catalog";

export function Exports({ action, type, definition, onSelectAction }: { readonly action: Action; readonly type: ActionType | undefined; readonly definition: Definition; readonly onSelectAction: (id: string) => void }) {
  const namespace = action.namespace;
  if (namespace === undefined) {
    return (type?.variables.length ?? 0) > 0 ? <p className="ps-empty-line">Give it a namespace, and later actions can use {type?.variables.join(", ")}.</p> : null;
  }
  const users = usersOf(definition.pipeline, namespace);
  const names = [...new Set([...(type?.variables ?? []), ...action.outputVariables, ...users.flatMap((user) => user.names)])];
  if (names.length === 0) return null;
  return (
    <div className="ps-pairs">
      <span className="ps-pair-name">Exports</span>
      <span className="ps-exports">
        {names.map((name) => {
          const by = users.filter((user) => user.names.includes(name)).map((user) => user.action);
          return (
            <span key={name} className="ps-export">
              <span className="ps-mono">{`#{${namespace}.${name}}`}</span>
              {by.length > 0 ? (
                <span className="ps-secondary">
                  used by{" "}
                  {by.map((user, i) => (
                    <span key={user.id}>
                      {i > 0 ? ", " : ""}
                      <button type="button" className="ps-inline" onClick={() => onSelectAction(user.id)}>
                        {user.name}
                      </button>
                    </span>
                  ))}
                </span>
              ) : null}
            </span>
          );
        })}
      </span>
    </div>
  );
}

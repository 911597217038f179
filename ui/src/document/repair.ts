/** The validator's changes of a declaration as patches of its text: only what they name is touched. */
import type { Definition } from "./model";
import { pointerPath } from "./problems";
import { nodeAt, type Json, type Path } from "./syntax";
import type { Patch } from "./text";
import { inTurn } from "./turns";
import { EditRefused, insertAt, moveItem, removeAt, renameKey, setAt } from "./write";

/** One change, with JSON pointers into the declaration as the changes before it left it. */
export type Change =
  | { readonly op: "set"; readonly at: string; readonly value: Json }
  | { readonly op: "remove"; readonly at: string }
  | { readonly op: "rename"; readonly at: string; readonly to: string }
  | { readonly op: "append"; readonly to: string; readonly value: Json }
  | { readonly op: "move"; readonly at: string; readonly to: string };

export function planRepair(definition: Definition, changes: readonly Change[]): readonly Patch[] {
  return inTurn(definition, ...changes.map((change) => (now: Definition) => patchesOf(now, change)));
}

function patchesOf(now: Definition, change: Change): readonly Patch[] {
  const path = (pointer: string) => [...now.base, ...pointerPath(pointer)];
  const length = (list: Path) => nodeAt(now.syntax.root, list)?.items.length ?? 0;
  switch (change.op) {
    case "set":
      return setDeep(now, path(change.at), change.value);
    case "remove":
      return removeAt(now, path(change.at));
    case "rename":
      return renameKey(now, path(change.at), change.to);
    case "append":
      return insertAt(now, path(change.to), length(path(change.to)), change.value);
    case "move":
      return moveItem(now, path(change.at), path(change.to), length(path(change.to)));
  }
}

/** A map that is not there yet comes with its first member. */
function setDeep(now: Definition, path: Path, value: Json): readonly Patch[] {
  const key = path.at(-1);
  const holder = path.slice(0, -1);
  if (typeof key !== "string" || nodeAt(now.syntax.root, holder) !== undefined) return setAt(now, path, value);
  if (holder.length === 0) throw new EditRefused("The text has no declaration to change.");
  return setDeep(now, holder, { [key]: value });
}

/** Several changes of one definition after one another, as patches of the text before the first. */
import { readAgain, type Definition } from "./model";
import { applyPatches, composePatches, type Patch } from "./text";

/** Patches that are each made on what the ones before them left: two that touch one place cannot be made side by side. */
export function inTurn(definition: Definition, ...steps: readonly ((now: Definition) => readonly Patch[])[]): readonly Patch[] {
  let now: Definition | undefined = definition;
  let { text } = definition;
  let patches: readonly Patch[] = [];
  for (const step of steps) {
    now ??= readAgain(definition, text);
    const more = step(now);
    if (more.length === 0) continue;
    patches = composePatches(patches, more);
    text = applyPatches(text, more);
    // Reading a large text takes a while: only for a step that follows.
    now = undefined;
  }
  return patches;
}

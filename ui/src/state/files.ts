/** What is done to a definition's file as a whole. */
import { applyPatches, planEdit } from "../document";
import { asRefused } from "../host";
import { goFile } from "../pipelines/open";
import type { OpenDocument } from "./document";
import { change } from "./queries";
import { useView } from "./view";

function sayRefused(what: string, thrown: unknown): void {
  const refused = asRefused(thrown);
  useView.getState().say({ kind: "error", text: `${what}: ${refused.message}`, ...(refused.remedy === null ? {} : { detail: refused.remedy }) });
}

/** A copy of the text as it stands now in a file beside this one; the copy is opened. */
export function duplicateFile({ path, history }: OpenDocument): Promise<void> {
  return copyTo(path, history.text);
}

/**
 * As {@link duplicateFile}, with another name of the pipeline in it: the service cannot rename a pipeline, so a new one
 * is made and the old one stays until it is deleted.
 */
export async function duplicateAs({ path, definition }: OpenDocument, name: string): Promise<void> {
  const plan = planEdit(definition, { kind: "setPipeline", path: ["name"], value: name });
  if (!plan.ok) {
    useView.getState().say({ kind: "error", text: `No copy was made: ${plan.reason}` });
    return;
  }
  await copyTo(path, applyPatches(definition.text, plan.patches));
}

async function copyTo(path: string, text: string): Promise<void> {
  const [, stem = path, ending = ""] = /^(.*?)(\.[A-Za-z]+)?$/.exec(path) ?? [];
  for (let n = 1; n < 100; n++) {
    try {
      const file = await change("files.create", { path: `${stem}-copy${n === 1 ? "" : n}${ending}`, text });
      goFile(file.path);
      return;
    } catch (thrown) {
      if (asRefused(thrown).code === "exists") continue;
      sayRefused("No copy was made", thrown);
      return;
    }
  }
}

/** Deletes the file whose content the document knows. True when it is gone. */
export async function deleteFile({ path, name, revision }: OpenDocument): Promise<boolean> {
  try {
    await change("files.delete", { path, revision });
    return true;
  } catch (thrown) {
    sayRefused(`${name} was not deleted`, thrown);
    return false;
  }
}

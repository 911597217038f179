/** Opens the local folder that an artifact lies in. */
import type { ArtifactRow } from "../generated/studio";
import { asRefused, call } from "../host";
import { useView } from "../state/view";

export async function openFolderOf(pipeline: string, row: ArtifactRow): Promise<void> {
  try {
    await call("open", { what: "artifact", place: "local", pipeline, target: `${row.bucket}/${row.key}` });
  } catch (thrown) {
    const refused = asRefused(thrown);
    useView.getState().say({ kind: "error", text: refused.message, ...(refused.remedy === null ? {} : { detail: refused.remedy }) });
  }
}

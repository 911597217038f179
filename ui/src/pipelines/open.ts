/** Ways to a definition: the desktop's dialog or our own, and the demo. */
import { asRefused, call, host } from "../host";
import { change, keyOf, queries } from "../state/queries";
import { go } from "../state/route";
import { useView } from "../state/view";

/** Goes to a file's page. */
export function goFile(path: string): void {
  go({ page: "pipeline", subject: { kind: "file", path }, mode: "edit", execution: null, action: null });
}

/** Asks for a file: with the desktop's dialog where there is one, else with our own. */
export async function openFile(): Promise<void> {
  const desktop = host();
  if (desktop.openDialog === undefined) {
    useView.getState().setOpenDialog(true);
    return;
  }
  try {
    const { folder } = await queries.fetchQuery({ queryKey: keyOf("hello", {}), queryFn: () => call("hello", {}) });
    const path = await desktop.openDialog({ title: "Open a pipeline definition", folder });
    if (path !== null) goFile(path);
  } catch {
    // Without a native dialog the folders can still be walked here.
    useView.getState().setOpenDialog(true);
  }
}

/** Puts the example in place and opens it. */
export async function openDemo(): Promise<void> {
  try {
    goFile((await change("demo.open", {})).path);
  } catch (thrown) {
    const refused = asRefused(thrown);
    useView.getState().say({ kind: "error", text: `The demo could not be opened: ${refused.message}`, ...(refused.remedy === null ? {} : { detail: refused.remedy }) });
  }
}

/** Our own open dialog, for browsers and where the desktop has none: walks folders, marks definitions. */
import Modal from "@cloudscape-design/components/modal";
import { useState } from "react";
import { Glyph } from "../glyphs";
import { goFile } from "../pipelines/open";
import { useAsk } from "../state/queries";
import { useView } from "../state/view";
import { Waiting } from "./Waiting";
import { useFirstFocus } from "./firstFocus";

export function OpenDialog() {
  const open = useView((view) => view.openDialog);
  return open ? <Opened /> : null;
}

function Opened() {
  const first = useFirstFocus<HTMLInputElement>();
  const setOpen = useView((view) => view.setOpenDialog);
  const hello = useAsk("hello", {}).data;
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const at = chosen ?? hello?.folder ?? null;
  const folder = useAsk("files.browse", at === null ? null : { path: at }, { keepPrevious: true });
  const take = (path: string) => {
    setOpen(false);
    goFile(path);
  };
  const data = folder.data;
  return (
    <Modal visible header="Open a pipeline definition" onDismiss={() => setOpen(false)} closeAriaLabel="Close">
      <form
        className="ps-open-path"
        onSubmit={(event) => {
          event.preventDefault();
          const path = typed.trim();
          if (path === "") return;
          if (/\.(json|ya?ml)$/i.test(path)) take(path);
          else setChosen(path);
        }}
      >
        <input ref={first} className="ps-field" aria-label="Path of a file or folder" placeholder={data?.path ?? "Path of a file or folder"} value={typed} onChange={(event) => setTyped(event.target.value)} />
        <button type="submit" className="ps-button">
          Go
        </button>
      </form>
      {folder.isError ? (
        <p role="alert" className="ps-tone-error">
          {folder.error.message}
        </p>
      ) : null}
      {data === undefined ? (
        folder.isError ? null : <Waiting />
      ) : (
        <>
          <p className="ps-secondary ps-mono">{data.path}</p>
          <ul className="ps-open-list" aria-label={`Entries of ${data.path}`}>
            {data.parent == null ? null : (
              <li>
                <button type="button" onClick={() => setChosen(data.parent ?? null)}>
                  <Glyph name="rollback" /> Parent folder
                </button>
              </li>
            )}
            {data.entries.map((entry) => (
              <li key={entry.path}>
                <button type="button" onClick={() => (entry.folder ? setChosen(entry.path) : take(entry.path))}>
                  <Glyph name={entry.folder ? "layers" : entry.definition ? "pipeline" : "box"} />
                  <span className={entry.definition ? "ps-strong ps-clip" : "ps-clip"}>{entry.name}</span>
                  {entry.definition ? <span className="ps-secondary">looks like a pipeline</span> : null}
                </button>
              </li>
            ))}
            {data.entries.length === 0 ? <li className="ps-secondary">This folder is empty.</li> : null}
          </ul>
        </>
      )}
    </Modal>
  );
}

/**
 * A file from the desktop, dropped anywhere: the window knows its path and opens it; a browser only hands over the
 * text, so it asks where the file is to stand before it is opened.
 */
import Modal from "@cloudscape-design/components/modal";
import { useEffect, useState } from "react";
import { asRefused, host } from "../host";
import { goFile } from "../pipelines/open";
import { change, useAsk } from "../state/queries";
import { useView } from "../state/view";
import { Glyph } from "../glyphs";
import { useFirstFocus } from "./firstFocus";

/** The longest definition that the program reads, in bytes. */
const LARGEST = 5 << 20;

interface Dropped {
  readonly name: string;
  readonly text: string;
}

const say = (text: string) => useView.getState().say({ kind: "error", text });

/** Only one definition is open at a time. */
function tellOthers(count: number): void {
  if (count > 1) useView.getState().say({ kind: "info", text: `${count} files were dropped. The first is opened.` });
}

export function FileDrop() {
  const [over, setOver] = useState(false);
  const [dropped, setDropped] = useState<Dropped | undefined>(undefined);
  useEffect(
    () =>
      host().fileDrags?.((drag) => {
        setOver(drag.kind === "over");
        if (drag.kind !== "dropped" || drag.paths[0] === undefined) return;
        tellOthers(drag.paths.length);
        goFile(drag.paths[0]);
      }),
    [],
  );
  useEffect(() => {
    const ends = new AbortController();
    const { signal } = ends;
    const files = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const take = async (list: readonly File[]) => {
      const [file] = list;
      if (file === undefined) return;
      tellOthers(list.length);
      if (file.size > LARGEST) say(`${file.name} is larger than 5 MB; no definition is.`);
      else setDropped({ name: file.name, text: await file.text() });
    };
    window.addEventListener("dragover", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      setOver(true);
    }, { signal });
    window.addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) setOver(false);
    }, { signal });
    window.addEventListener("drop", (event) => {
      if (!files(event)) return;
      event.preventDefault();
      setOver(false);
      void take([...(event.dataTransfer?.files ?? [])]);
    }, { signal });
    return () => ends.abort();
  }, []);
  return (
    <>
      {over ? (
        <div className="ps-veil" role="status">
          <span>
            <Glyph name="box" size={20} />
            Drop a pipeline definition to open it
          </span>
        </div>
      ) : null}
      {dropped === undefined ? null : <KeepAs dropped={dropped} onClose={() => setDropped(undefined)} />}
    </>
  );
}

function KeepAs({ dropped, onClose }: { readonly dropped: Dropped; readonly onClose: () => void }) {
  const field = useFirstFocus<HTMLInputElement>();
  const folder = useAsk("hello", {}).data?.folder;
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [fault, setFault] = useState<string | undefined>(undefined);
  const path = typed ?? (folder === undefined ? "" : `${folder}/${dropped.name}`);
  const keep = async () => {
    try {
      const file = await change("files.create", { path, text: dropped.text });
      onClose();
      goFile(file.path);
    } catch (thrown) {
      setFault(asRefused(thrown).whole);
    }
  };
  return (
    <Modal visible header={`Open ${dropped.name}`} onDismiss={onClose} closeAriaLabel="Close">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <label className="ps-labelled">
          Keep a copy as
          <input ref={field} className="ps-field" value={path} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <p className="ps-secondary">A browser does not tell where a file came from: what you edit is this copy.</p>
        {fault === undefined ? null : <p role="alert">{fault}</p>}
        <div className="ps-dialog-foot">
          <button type="button" className="ps-button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="ps-button" data-primary="" disabled={path === ""}>
            Open
          </button>
        </div>
      </form>
    </Modal>
  );
}

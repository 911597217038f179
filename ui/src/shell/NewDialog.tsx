/** Begins a pipeline: with a template that runs here at once, or with nothing. Files go where the person says. */
import Modal from "@cloudscape-design/components/modal";
import { useState } from "react";
import { asRefused } from "../host";
import { goFile } from "../pipelines/open";
import { change, useAsk } from "../state/queries";
import { useView } from "../state/view";
import { useFirstFocus } from "./firstFocus";

export function NewDialog() {
  const open = useView((view) => view.newDialog);
  return open ? <Opened /> : null;
}

const empty = { id: "", title: "Empty pipeline", says: "A declaration without stages: draw the rest.", here: "" };

/** What an empty pipeline is: everything but its stages. */
function emptyText(name: string): string {
  return `${JSON.stringify({ pipeline: { name, roleArn: `arn:aws:iam::111122223333:role/${name}`, pipelineType: "V2", executionMode: "QUEUED", artifactStore: { type: "S3", location: `${name.toLowerCase().replace(/[^a-z0-9-]+/g, "-")}-artifacts` }, stages: [] } }, null, 2)}\n`;
}

function Opened() {
  const first = useFirstFocus<HTMLInputElement>();
  const setOpen = useView((view) => view.setNewDialog);
  const templates = useAsk("templates.list", {}).data ?? [];
  const hello = useAsk("hello", {}).data;
  const [chosen, setChosen] = useState("static-site");
  const [name, setName] = useState("my-pipeline");
  const [folder, setFolder] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const where = folder ?? hello?.folder ?? "";
  const create = async () => {
    setBusy(true);
    try {
      const base = where.replace(/[\\/]+$/, "");
      const file = chosen === "" ? await change("files.create", { path: `${base}/${name}/pipeline.json`, text: emptyText(name) }) : await change("templates.create", { template: chosen, folder: where, name });
      setOpen(false);
      goFile(file.path);
    } catch (thrown) {
      const refused = asRefused(thrown);
      setFault(refused.remedy === null ? refused.message : `${refused.message}: ${refused.remedy}`);
    } finally {
      setBusy(false);
    }
  };
  const good = /^[A-Za-z0-9@_-][A-Za-z0-9.@_-]{0,99}$/.test(name);
  return (
    <Modal visible header="New pipeline" onDismiss={() => setOpen(false)} closeAriaLabel="Close">
      <form
        className="ps-new"
        onSubmit={(event) => {
          event.preventDefault();
          if (good && !busy) void create();
        }}
      >
        <fieldset className="ps-new-list">
          <legend className="ps-hidden">Begin with</legend>
          {[...templates, empty].map((one) => (
            <label key={one.id} className="ps-new-one">
              <input type="radio" name="template" value={one.id} checked={chosen === one.id} onChange={() => setChosen(one.id)} />
              <span>
                <strong>{one.title}</strong>
                <span>{one.says}</span>
                {one.here === "" ? null : <span className="ps-secondary">{one.here}</span>}
              </span>
            </label>
          ))}
        </fieldset>
        <label>
          Pipeline name
          <input ref={first} className="ps-field" value={name} aria-invalid={!good} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          In the folder
          <input className="ps-field" value={where} onChange={(event) => setFolder(event.target.value)} />
        </label>
        <p className="ps-secondary">
          {where}/{name}/pipeline.json
        </p>
        {good ? null : (
          <p role="alert" className="ps-tone-error">
            1 to 100 letters, digits and . @ - _, without a dot at its beginning.
          </p>
        )}
        {fault === null ? null : (
          <p role="alert" className="ps-tone-error">
            {fault}
          </p>
        )}
        <div className="ps-row-end">
          <button type="button" className="ps-button" onClick={() => setOpen(false)}>
            Cancel
          </button>
          <button type="submit" className="ps-button" data-primary="" disabled={!good || busy}>
            Create
          </button>
        </div>
      </form>
    </Modal>
  );
}

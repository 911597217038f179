/** The form that adds an endpoint or access keys. Keys pass through: into one command, then out of the form. */
import Modal from "@cloudscape-design/components/modal";
import { useState, type FormEvent, type HTMLInputTypeAttribute } from "react";
import { Glyph, StatusIcon } from "../glyphs";
import { asRefused, Refused } from "../host";
import { Told } from "../shell/Told";
import { change } from "../state/queries";
import { useView } from "../state/view";

const blank = { name: "", region: "", endpoint: "", accessKeyId: "", secretAccessKey: "", sessionToken: "" };
type Name = keyof typeof blank;

export function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const [values, setValues] = useState(blank);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Refused | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const given = values;
    // Whatever comes of it, the secrets do not stay in the form.
    setValues({ ...values, secretAccessKey: "", sessionToken: "" });
    try {
      const { endpoint, sessionToken, ...rest } = given;
      // Not through a mutation: its cache would keep the arguments.
      const row = await change("places.add", { ...rest, endpoint: endpoint.trim() || null, sessionToken: sessionToken.trim() || null });
      useView.getState().say(
        row.problem == null
          ? { kind: "success", text: `${row.name} was added`, detail: "Its keys are in the OS keyring. Nothing was sent yet: open it when you want to." }
          : { kind: "warning", text: `${row.name} was added`, detail: new Refused(row.problem).whole },
      );
      onClose();
    } catch (thrown) {
      setProblem(asRefused(thrown));
      setBusy(false);
    }
  };
  const field = (name: Name, label: string, rest: { readonly hint?: string; readonly type?: HTMLInputTypeAttribute; readonly optional?: boolean; readonly placeholder?: string; readonly pattern?: string; readonly mono?: boolean } = {}) => (
    <div className="ps-places-field">
      <label htmlFor={`ps-add-${name}`}>
        {label}
        {rest.optional === true ? <span className="ps-secondary"> – optional</span> : null}
      </label>
      <input
        id={`ps-add-${name}`}
        className={`ps-field${rest.mono === true ? " ps-mono" : ""}`}
        type={rest.type ?? "text"}
        required={rest.optional !== true}
        pattern={rest.pattern}
        placeholder={rest.placeholder}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-describedby={rest.hint === undefined ? undefined : `ps-add-${name}-hint`}
        value={values[name]}
        onChange={(event) => setValues((now) => ({ ...now, [name]: event.target.value }))}
      />
      {rest.hint === undefined ? null : (
        <span id={`ps-add-${name}-hint`} className="ps-secondary">
          {rest.hint}
        </span>
      )}
    </div>
  );
  return (
    <Modal
      visible
      header="Add a place"
      onDismiss={onClose}
      closeAriaLabel="Cancel"
      footer={
        <span className="ps-places-foot">
          <button type="button" className="ps-button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" form="ps-add-place" className="ps-button" data-primary disabled={busy}>
            {busy ? "Adding…" : "Add"}
          </button>
        </span>
      }
    >
      <form id="ps-add-place" className="ps-places-form" autoComplete="off" onSubmit={(event) => void submit(event)}>
        {field("name", "Name", { hint: "Letters, digits, dots, dashes and underscores.", pattern: "[A-Za-z0-9._\\-]{1,64}" })}
        {field("region", "Region", { placeholder: "eu-west-1" })}
        {field("endpoint", "Endpoint URL", { optional: true, type: "url", placeholder: "http://127.0.0.1:9400", hint: "For a server that is not AWS. Without it, the place is AWS itself in that Region." })}
        {field("accessKeyId", "Access key ID", { mono: true })}
        {field("secretAccessKey", "Secret access key", { type: "password", mono: true })}
        {field("sessionToken", "Session token", { type: "password", optional: true, mono: true, hint: "Only for temporary credentials." })}
        <p className="ps-places-says">
          <Glyph name="shield" /> The keys go to the OS keyring and nowhere else: no file, no log, no page. Nothing is sent before you open the place.
        </p>
        {problem === null ? null : (
          <div className="ps-places-refused" role="alert">
            <StatusIcon status="failed" />
            <span>
              <Told text={problem.whole} /> Enter the secret access key again.
            </span>
          </div>
        )}
      </form>
    </Modal>
  );
}

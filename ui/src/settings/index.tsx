/** Settings: appearance, times, keys, notifications, and where this program keeps its data. Saved as they change. */
import { useState, type ReactNode } from "react";
import type { Settings } from "../generated/studio";
import { asRefused } from "../host";
import { change, isFinal, keyOf, queries, useAsk } from "../state/queries";
import { useView } from "../state/view";
import { fullTime, zoneName, zoneOf } from "../shell/time";
import { Trouble, Waiting } from "../shell/Waiting";
import "./settings.css";

function complain(text: string, thrown: unknown): void {
  useView.getState().say({ kind: "error", text, detail: asRefused(thrown).whole });
}

/** Saves a change; every view sees it at once, and sees it taken back when it cannot be saved. */
async function keep(part: Partial<Settings>): Promise<void> {
  const key = keyOf("settings.get", {});
  const before = queries.getQueryData<Settings>(key);
  if (before === undefined) return;
  const next = { ...before, ...part };
  queries.setQueryData<Settings>(key, next);
  try {
    await change("settings.set", next);
  } catch (thrown) {
    queries.setQueryData<Settings>(key, before);
    complain("The setting was not saved", thrown);
  }
}

export function SettingsPage() {
  const settings = useAsk("settings.get", {});
  const [now] = useState(() => Date.now());
  // The cache tells its readers a moment later: too late for a box that was just ticked.
  const [chosen, setChosen] = useState<Partial<Settings>>({});
  if (settings.data === undefined)
    return settings.isError ? <Trouble title="The settings could not be read" error={settings.error} onRetry={isFinal(settings.error) ? undefined : () => void settings.refetch()} /> : <Waiting text="Reading the settings" />;
  const { theme, utc, letterKeys, notify, endpoint } = { ...settings.data, ...chosen };
  const save = async (part: Partial<Settings>) => {
    setChosen((all) => ({ ...all, ...part }));
    await keep(part);
    setChosen({});
  };
  const radio = (name: string, checked: boolean, label: string, part: Partial<Settings>, says?: ReactNode) => (
    <Choice type="radio" name={name} checked={checked} label={label} says={says} onChange={() => void save(part)} />
  );
  return (
    <div className="ps-settings">
      <p className="ps-secondary ps-settings-note">Changes are saved at once.</p>
      <fieldset className="ps-settings-part">
        <legend>Theme</legend>
        {radio("theme", theme === "light", "Light", { theme: "light" })}
        {radio("theme", theme === "dark", "Dark", { theme: "dark" })}
        {radio("theme", theme !== "light" && theme !== "dark", "System", { theme: "system" }, "Follows the appearance of the operating system.")}
      </fieldset>
      <fieldset className="ps-settings-part">
        <legend>Times</legend>
        {radio("zone", !utc, "Local time", { utc: false }, `${zoneName(false)}: ${fullTime(now, zoneOf(false))}`)}
        {radio("zone", utc, "UTC", { utc: true }, `UTC: ${fullTime(now, zoneOf(true))}`)}
      </fieldset>
      <fieldset className="ps-settings-part">
        <legend>Keys and notifications</legend>
        <Choice type="checkbox" checked={letterKeys} label="Single-letter keys" says={<><kbd>A</kbd> and <kbd>R</kbd> on approvals and on waiting actions of the board, <kbd>.</kbd> for an action’s details. Switch them off when they get in the way of speech input.</>} onChange={(on) => void save({ letterKeys: on })} />
        <Choice type="checkbox" checked={notify} label="Notifications" says="The system tells you when an approval waits or an execution ends while the window is elsewhere. Only the desktop window can." onChange={(on) => void save({ notify: on })} />
      </fieldset>
      <Endpoint port={endpoint ?? null} onChange={(port) => void save({ endpoint: port })} />
      <About />
    </div>
  );
}

/** Whether other programs reach the engine of the desktop app. In a browser they do: the page comes from the endpoint. */
function Endpoint({ port, onChange }: { readonly port: number | null; readonly onChange: (port: number | null) => void }) {
  const hello = useAsk("hello", {});
  if (hello.data?.face !== "window") return null;
  const { endpoint } = hello.data;
  const says =
    port === null ? (
      <>The engine of this computer answers as AWS CodePipeline does, to programs of this computer that have its keys, while Pipesmith is open.</>
    ) : endpoint == null ? (
      <>It is not open: another program may have the port {port}. Switch it off and on again for another port.</>
    ) : (
      <>
        Open at <code>{endpoint}</code>. <code>pipesmith env</code> prints what the AWS CLI and SDKs need; <code>pipesmith env --profile NAME</code> writes a profile for them.
      </>
    );
  return (
    <fieldset className="ps-settings-part">
      <legend>Other programs</legend>
      <Choice type="checkbox" checked={port !== null} label="Endpoint for the AWS CLI, SDKs and job workers" says={says} onChange={(on) => onChange(on ? 0 : null)} />
    </fieldset>
  );
}

interface ChoiceProps {
  readonly type: "radio" | "checkbox";
  readonly name?: string;
  readonly checked: boolean;
  readonly label: string;
  readonly says?: ReactNode;
  readonly onChange: (on: boolean) => void;
}

function Choice({ type, name, checked, label, says, onChange }: ChoiceProps) {
  return (
    <label className="ps-settings-choice">
      <input type={type} name={name} aria-label={label} checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        <span>{label}</span>
        {says === undefined ? null : <span className="ps-secondary">{says}</span>}
      </span>
    </label>
  );
}

function About() {
  const hello = useAsk("hello", {});
  if (hello.data === undefined)
    return hello.isError ? <Trouble title="Pipesmith did not tell about itself" error={hello.error} onRetry={() => void hello.refetch()} /> : <Waiting />;
  const { version, dataFolder, endpoint, platform, face } = hello.data;
  return (
    <section className="ps-settings-part" aria-labelledby="ps-settings-program">
      <h2 id="ps-settings-program">This program</h2>
      <dl>
        <div>
          <dt>Data folder</dt>
          <dd>
            <span className="ps-mono">{dataFolder}</span>
            <button type="button" className="ps-button" onClick={() => void change("open", { what: "folder", target: dataFolder }).catch((thrown: unknown) => complain("The folder was not opened", thrown))}>
              Open folder
            </button>
            <p className="ps-secondary">
              Holds executions, logs, artifacts and the audit trail. To move it: end Pipesmith, move the folder, then start Pipesmith with the environment variable <span className="ps-mono">PIPESMITH_HOME</span> set to the new path.
            </p>
          </dd>
        </div>
        <div>
          <dt>Endpoint</dt>
          <dd>{endpoint == null ? "Off" : <span className="ps-mono">{endpoint}</span>}</dd>
        </div>
        <div>
          <dt>Version</dt>
          <dd>
            {version} <span className="ps-secondary">on {platform}, in {face === "window" ? "its own window" : "a browser"}</span>
          </dd>
        </div>
      </dl>
    </section>
  );
}

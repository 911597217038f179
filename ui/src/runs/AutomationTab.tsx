/**
 * What starts a pipeline of this computer by itself and what its events lead to, as its setup says; and two ways to try
 * it out: an event against the triggers, a pattern against the events. It changes nothing.
 */
import { useState } from "react";
import type { Automation, ResponseRow, TriggerVerdict } from "../generated/studio";
import { StatusIcon, StatusWord } from "../glyphs";
import { asRefused, call } from "../host";
import { useAsk } from "../state/queries";
import { whenShort } from "../shell/time";
import { Told } from "../shell/Told";
import { Trouble, Waiting } from "../shell/Waiting";

interface Props {
  readonly pipeline: string;
  /** The definition whose triggers are tried. */
  readonly declaration: unknown;
}

export function AutomationTab({ pipeline, declaration }: Props) {
  const answer = useAsk("automation", { pipeline });
  if (answer.isError) return <Trouble title="The automation could not be read" error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Waiting text="Reading the setup" />;
  return (
    <div className="ps-automation">
      <Starts automation={answer.data} />
      <Responses automation={answer.data} />
      <TryTriggers declaration={declaration} />
      <TryPattern automation={answer.data} />
    </div>
  );
}

function Starts({ automation }: { readonly automation: Automation }) {
  const [now] = useState(() => Date.now());
  return (
    <section aria-labelledby="ps-automation-starts">
      <h3 id="ps-automation-starts">Starts by itself</h3>
      <p>
        <StatusIcon status={automation.triggers ? "succeeded" : "not-started"} />{" "}
        <span>
          <Told
            text={
              automation.triggers
                ? "Commits and tags of mapped repositories on this computer start it, as its triggers say."
                : "Commits and tags do not start it here: `triggers: true` in `pipesmith.yaml` would let them."
            }
          />
        </span>
      </p>
      {automation.schedules.length === 0 ? (
        <p className="ps-secondary">No schedule.</p>
      ) : (
        <ul>
          {automation.schedules.map((one) => (
            <li key={one.name}>
              <strong>{one.name}</strong> <span className="ps-mono">{one.expression}</span>{" "}
              <span className="ps-secondary">{one.nextMs == null ? "never again" : `next ${whenShort(one.nextMs, now)}`}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Responses({ automation }: { readonly automation: Automation }) {
  return (
    <section aria-labelledby="ps-automation-responses">
      <h3 id="ps-automation-responses">Responses to events</h3>
      {automation.responses.length === 0 ? (
        <p className="ps-secondary">
          <Told text="None. `responses` in `pipesmith.yaml` says what is done on an event: a notification, a command, a webhook, the start of another pipeline." />
        </p>
      ) : (
        automation.responses.map((one) => <Response key={one.name} one={one} />)
      )}
    </section>
  );
}

function Response({ one }: { readonly one: ResponseRow }) {
  const [now] = useState(() => Date.now());
  return (
    <details>
      <summary>
        <strong>{one.name}</strong> <Told text={one.what} />{" "}
        <span className="ps-secondary">{one.log.length === 0 ? "has not been needed yet" : ""}</span>
        {one.log[0] === undefined ? null : one.log[0].error == null ? <StatusWord status="succeeded" word="Done" /> : <StatusWord status={one.log[0].again ? "warning" : "failed"} word={one.log[0].again ? "Tried again" : "Failed"} />}
      </summary>
      <pre className="ps-mono">{JSON.stringify(one.pattern, null, 2)}</pre>
      <ul>
        {one.log.map((entry, index) => (
          <li key={index}>
            <StatusIcon status={entry.error == null ? "succeeded" : "failed"} size={14} /> {whenShort(entry.atMs, now)} · {entry.detailType.replace(/^CodePipeline | State Change$/g, "")} {entry.state}
            {entry.attempt > 1 ? ` · attempt ${entry.attempt}` : ""}
            {entry.error == null ? null : <span className="ps-secondary"> · {entry.error}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

type Kind = "push" | "tag" | "pullRequest";

/** Asks which triggers of a declaration an event would start, and why not. */
export function TryTriggers({ declaration }: { readonly declaration: unknown }) {
  const [kind, setKind] = useState<Kind>("push");
  const [name, setName] = useState("main");
  const [created, setCreated] = useState(false);
  const [files, setFiles] = useState("");
  const [happened, setHappened] = useState("OPEN");
  const [told, setTold] = useState<readonly TriggerVerdict[] | string | null>(null);
  const ask = async () => {
    const changed = files.split(/\s+/).filter((file) => file !== "");
    const event =
      kind === "push" ? { kind, branch: name, created, files: changed } : kind === "tag" ? { kind, name } : { kind, event: happened, destination: name, files: changed };
    try {
      setTold(await call("triggers.test", { declaration, event }));
    } catch (thrown) {
      setTold(asRefused(thrown).whole);
    }
  };
  return (
    <section aria-labelledby="ps-automation-triggers">
      <h3 id="ps-automation-triggers">Would this start it?</h3>
      <form
        className="ps-automation-form"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <label>
          Event{" "}
          <select className="ps-field" value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
            <option value="push">A push to a branch</option>
            <option value="tag">A tag</option>
            <option value="pullRequest">A pull request</option>
          </select>
        </label>
        {kind === "pullRequest" ? (
          <label>
            What happened{" "}
            <select className="ps-field" value={happened} onChange={(event) => setHappened(event.target.value)}>
              <option>OPEN</option>
              <option>UPDATED</option>
              <option>CLOSED</option>
            </select>
          </label>
        ) : null}
        <label>
          {kind === "tag" ? "Tag" : kind === "push" ? "Branch" : "Into branch"} <input className="ps-field" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        {kind === "tag" ? null : (
          <label>
            Changed files <input className="ps-field" placeholder="src/app.ts docs/readme.md" value={files} onChange={(event) => setFiles(event.target.value)} />
          </label>
        )}
        {kind === "push" ? (
          <label>
            <input type="checkbox" checked={created} onChange={(event) => setCreated(event.target.checked)} /> The branch is new
          </label>
        ) : null}
        <button type="submit" className="ps-button">
          Try
        </button>
      </form>
      <div role="status">
        {told === null ? null : typeof told === "string" ? (
          <p className="ps-tone-error">{told}</p>
        ) : told.length === 0 ? (
          <p className="ps-secondary">The pipeline declares no triggers; the change detection of its source actions decides.</p>
        ) : (
          told.map((one) => (
            <div key={one.action}>
              <p>
                <StatusWord status={one.starts ? "succeeded" : "stopped"} word={one.starts ? "Starts" : "Does not start"} /> {one.action}: {one.summary}
              </p>
              <ul>
                {one.filters.map((filter) => (
                  <li key={filter.pointer}>
                    <StatusIcon status={filter.matches ? "succeeded" : "stopped"} size={14} /> <span className="ps-mono">{filter.pointer.replace("/gitConfiguration/", "")}</span> {filter.reasons.join("; ")}
                  </li>
                ))}
              </ul>
            </div>
          ))
        )}
      </div>
    </section>
  );
}

interface Tried {
  readonly fault: string | null;
  readonly lines: readonly { readonly label: string; readonly differences: readonly string[] }[];
}

function TryPattern({ automation }: { readonly automation: Automation }) {
  const [text, setText] = useState('{ "detail": { "state": ["FAILED"] } }');
  const [told, setTold] = useState<Tried | null>(null);
  const events = automation.events as readonly { readonly "detail-type": string; readonly detail: { readonly state: string; readonly stage?: string; readonly action?: string } }[];
  const ask = async () => {
    try {
      const verdict = await call("pattern.test", { pattern: text, events: [...automation.events] });
      setTold({
        fault: verdict.fault ?? null,
        lines: events.map((event, index) => ({
          label: [event["detail-type"].replace(/^CodePipeline | Execution State Change$/g, ""), event.detail.stage, event.detail.action, event.detail.state].filter((part) => part != null).join(" "),
          differences: verdict.differences[index] ?? [],
        })),
      });
    } catch (thrown) {
      setTold({ fault: asRefused(thrown).whole, lines: [] });
    }
  };
  return (
    <section aria-labelledby="ps-automation-pattern">
      <h3 id="ps-automation-pattern">Which events would this pattern mean?</h3>
      <form
        className="ps-automation-form"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <textarea className="ps-field ps-mono" aria-label="Event pattern" rows={3} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
        <button type="submit" className="ps-button">
          Try on the last {events.length === 1 ? "event" : `${events.length} events`}
        </button>
      </form>
      <div role="status">
        {told === null ? null : told.fault !== null ? (
          <p className="ps-tone-error">{told.fault}</p>
        ) : (
          <ul>
            {told.lines.map((line, index) => (
              <li key={index}>
                <StatusIcon status={line.differences.length === 0 ? "succeeded" : "stopped"} size={14} /> {line.label}
                {line.differences.length === 0 ? null : <span className="ps-secondary"> · {line.differences.join("; ")}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

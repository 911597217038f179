/**
 * "Before you run": what a run would do on this computer, action by action, what is missing, and one fix for each.
 * It starts nothing itself and keeps nothing but the choices of this panel.
 */
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import type { Gap, Plan, PlannedAction, RunRequest } from "../generated/studio";
import { Glyph, StatusIcon, StatusWord, type StatusKind } from "../glyphs";
import { sentence } from "../host";
import { useAsk } from "../state/queries";
import { count } from "../shell/time";
import { Told } from "../shell/Told";
import { Trouble, Waiting } from "../shell/Waiting";
import { endsOf, partsOf, withPart } from "./part";
import { fixOf, withFix, withoutGaps, type Fix } from "./fixes";
import "./plan.css";

interface Props {
  /** What is asked for at first: the file, its unsaved text, nothing chosen. */
  readonly request: RunRequest;
  /** Starts the run with all choices made. */
  readonly onRun: (request: RunRequest) => void;
  readonly onClose: () => void;
}

export function BeforeYouRun({ request: asked, onRun, onClose }: Props) {
  const [request, setRequest] = useState(asked);
  const [busy, setBusy] = useState(false);
  const answer = useAsk("plan", request, { keepPrevious: true });
  const plan = answer.data;
  const run = () => {
    setBusy(true);
    onRun(hasChoices(request) ? { ...request, remember: request.remember ?? true } : request);
    // A refusal is told as a message; the panel stays for another try.
    setTimeout(() => setBusy(false), 1500);
  };
  const mustReplace = plan !== undefined && plan.changed && plan.running > 0;
  const ready = plan?.ready === true && !answer.isPlaceholderData && (!mustReplace || request.replace);
  const gaps = plan?.actions.reduce((sum, one) => sum + one.gaps.length, 0) ?? 0;
  return (
    <section className="ps-plan" aria-label="Before you run">
      <header>
        <h2>Before you run</h2>
        <span className="ps-top-space" />
        {answer.isFetching ? <Spinner /> : null}
        <button type="button" className="ps-icon-button" aria-label="Close" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </header>
      <div className="ps-plan-body">
        {answer.isError ? (
          <Trouble title="This cannot run" error={answer.error} onRetry={() => (request === asked ? void answer.refetch() : setRequest(asked))} />
        ) : plan === undefined ? (
          <Waiting text="Looking up what is needed" />
        ) : (
          <>
            <p className="ps-plan-says" role="status">
              {gaps === 0 ? "" : <StatusIcon status="warning" />}
              {gaps === 0 ? (plan.ready ? "Everything is here. This is what will happen on this computer:" : "The definition has errors that keep it from running; see Problems.") : `${count(gaps, "thing is", "things are")} missing:`}
            </p>
            {gaps > 1 && withoutGaps(request, plan) !== null ? (
              <button type="button" className="ps-button" onClick={() => setRequest(withoutGaps(request, plan) ?? request)}>
                Simulate all that cannot run here
              </button>
            ) : null}
            <PartOfIt plan={plan} request={request} onChange={setRequest} />
            <Variables plan={plan} request={request} onChange={setRequest} />
            <Actions plan={plan} request={request} onChange={setRequest} />
            <Starts plan={plan} request={request} onChange={setRequest} />
            <Choices plan={plan} request={request} mustReplace={mustReplace} onChange={setRequest} />
          </>
        )}
      </div>
      <footer>
        <span className="ps-secondary ps-plan-worth">{plan === undefined ? "" : worth(plan)}</span>
        <button type="button" className="ps-button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="ps-button" data-primary disabled={!ready || busy} onClick={run}>
          {busy ? "Starting" : "Run now"}
        </button>
      </footer>
    </section>
  );
}

function worth(plan: Plan): string {
  const words = ["real", "equivalent", "rehearsed", "simulated"] as const;
  return words
    .map((word) => [plan.actions.filter((one) => one.fidelity === word).length, word] as const)
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n} ${word}`)
    .join(", ");
}

interface Part {
  readonly plan: Plan;
  readonly request: RunRequest;
  readonly onChange: (request: RunRequest) => void;
}

/** What is worth keeping for a later run. */
function hasChoices(request: RunRequest): boolean {
  return request.sources.length + request.projects.length + request.on.length + request.variables.length > 0;
}

/** The whole pipeline, one action of it, or from somewhere to somewhere. What is before comes from earlier executions. */
function PartOfIt({ plan, request, onChange }: Part) {
  const parts = partsOf(plan);
  const chosen = request.only != null || request.from != null || request.until != null;
  const reused = plan.actions.filter((one) => one.part === "reused").length;
  const left = plan.actions.filter((one) => one.part === "leftOut").length;
  const told = [reused === 0 ? null : `${count(reused, "action takes", "actions take")} an earlier result`, left === 0 ? null : `${count(left, "is", "are")} left out`];
  return (
    <details className="ps-plan-part" open={chosen || undefined}>
      <summary>{chosen ? `A part of the pipeline${told.every((one) => one === null) ? "" : `: ${told.filter((one) => one !== null).join(", ")}`}` : "Run a part of the pipeline"}</summary>
      <Choose label="From" first="the beginning" value={request.from ?? ""} options={[...parts.stages, ...parts.actions]} onChoose={(from) => onChange(withPart(request, parts, { from }))} />
      <Choose label="Until" first="the end" value={request.until ?? ""} options={endsOf(parts, request.from)} onChoose={(until) => onChange(withPart(request, parts, { until }))} />
      <Choose label="Only" first="no single action" value={request.only ?? ""} options={parts.actions} onChoose={(only) => onChange(withPart(request, parts, { only }))} />
    </details>
  );
}

function Choose({ label, first, value, options, onChoose }: { readonly label: string; readonly first: string; readonly value: string; readonly options: readonly string[]; readonly onChoose: (value: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <select className="ps-field" value={value} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{first}</option>
        {options.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}

function Variables({ plan, request, onChange }: Part) {
  if (plan.variables.length === 0) return null;
  const set = (name: string, value: string) => {
    const others = request.variables.filter((one) => one.name !== name);
    onChange({ ...request, variables: value === "" ? others : [...others, { name, value }] });
  };
  return (
    <section aria-label="Variables">
      <h3>Variables</h3>
      {plan.variables.map((one) => (
        <Field
          key={one.name}
          label={one.name}
          note={one.description ?? undefined}
          placeholder={one.defaultValue ?? (one.required ? "Required" : "")}
          value={request.variables.find((given) => given.name === one.name)?.value ?? ""}
          onSet={(value) => set(one.name, value)}
        />
      ))}
    </section>
  );
}

/** A field that tells its value when it is left or Enter is pressed: every answer is a look at the disk. */
function Field({ label, note, placeholder, value, onSet }: { readonly label: string; readonly note?: string | undefined; readonly placeholder: string; readonly value: string; readonly onSet: (value: string) => void }) {
  const [text, setText] = useState(value);
  const tell = () => {
    if (text !== value) onSet(text);
  };
  return (
    <label className="ps-labelled">
      <span className="ps-strong">{label}</span>
      <input
        className="ps-field"
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.target.value)}
        onBlur={tell}
        onKeyDown={(event) => {
          if (event.key === "Enter") tell();
        }}
      />
      {note === undefined ? null : <span className="ps-secondary">{note}</span>}
    </label>
  );
}

function Actions({ plan, request, onChange }: Part) {
  const stages = [...new Set(plan.actions.map((one) => one.stage))];
  return (
    <>
      {stages.map((stage) => (
        <section key={stage} aria-label={stage}>
          <h3>{stage}</h3>
          <ul className="ps-plan-actions">
            {plan.actions
              .filter((one) => one.stage === stage)
              .map((one) => (
                <Action key={one.action} one={one} request={request} onChange={onChange} />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

const signs: Readonly<Record<PlannedAction["fidelity"], { readonly status: StatusKind; readonly word: string }>> = {
  real: { status: "succeeded", word: "Real" },
  equivalent: { status: "cached", word: "Equivalent" },
  rehearsed: { status: "rehearsed", word: "Rehearsed" },
  simulated: { status: "simulated", word: "Simulated" },
};

const reusedSign = { status: "cached", word: "Earlier result" } as const;
const leftOutSign = { status: "skipped", word: "Left out" } as const;

function Action({ one, request, onChange }: { readonly one: PlannedAction; readonly request: RunRequest; readonly onChange: (request: RunRequest) => void }) {
  const sign = one.part === "reused" ? reusedSign : one.part === "leftOut" ? leftOutSign : signs[one.fidelity];
  return (
    <li data-missing={one.gaps.length > 0 || undefined}>
      <div className="ps-plan-head">
        <span className="ps-strong">{one.action}</span>
        {one.gaps.length > 0 ? <StatusWord status="warning" word="Missing" /> : <StatusWord {...sign} />}
      </div>
      <p>
        <Told text={one.what} />
      </p>
      <p className="ps-secondary">{from(one.from)}</p>
      {one.differences.length === 0 ? null : (
        <details>
          <summary>{one.differences.length === 1 ? "1 difference from AWS" : `${one.differences.length} differences from AWS`}</summary>
          <ul>
            {one.differences.map((text) => (
              <li key={text}>
                <Told text={text} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {one.gaps.map((gap) => (
        <Missing key={`${gap.code} ${gap.subject}`} gap={gap} fix={fixOf(gap, one)} onFix={(fix, value) => onChange(withFix(request, fix, value))} />
      ))}
    </li>
  );
}

/** `guess: a remote of this repository is octo/web` as a sentence. */
function from(text: string): string {
  if (text.startsWith("guess: ")) return `Guessed: ${text.slice("guess: ".length)}`;
  if (text === "flag") return "Your choice here";
  return ["setup", "definition", "catalog", "data folder"].includes(text) ? `From the ${text}` : text;
}

function Missing({ gap, fix, onFix }: { readonly gap: Gap; readonly fix: Fix; readonly onFix: (fix: Fix, value: string) => void }) {
  return (
    <div className="ps-plan-gap" role="group" aria-label={gap.message}>
      <p>
        <Told text={sentence(gap.message)} />
      </p>
      {fix.kind === "told" && fix.simulate === null ? <p className="ps-secondary"><Told text={gap.code === "variable-missing" ? "Give it a value above." : sentence(gap.remedy)} /></p> : null}
      {fix.kind === "source" || fix.kind === "secret" || fix.kind === "variable" || fix.kind === "place" || fix.kind === "confirm" ? <Field label={fix.label} placeholder={fix.placeholder} value="" onSet={(value) => onFix(fix, value.trim())} /> : null}
      {fix.simulate === null ? null : (
        <button type="button" className="ps-link" onClick={() => onFix({ kind: "simulate", name: fix.simulate ?? "", simulate: null }, "")}>
          Simulate it instead
        </button>
      )}
    </div>
  );
}

/** What starts the pipeline beside it in its template: nothing of it does here until it is accepted. */
function Starts({ plan, request, onChange }: Part) {
  const starts = plan.guesses.filter((one) => one.part !== "sources");
  if (starts.length === 0) return null;
  return (
    <section aria-label="What starts it">
      <h3>What starts it</h3>
      <p className="ps-secondary">Found beside the pipeline. Here it starts nothing until pipesmith.yaml says so.</p>
      <ul className="ps-plan-starts">
        {starts.map((one) => (
          <li key={`${one.part} ${one.name}`}>
            {one.part === "schedules" ? (
              <>
                <span>{one.name}</span> <code>{one.value}</code>
              </>
            ) : (
              "Changes of its sources"
            )}
          </li>
        ))}
      </ul>
      <label>
        <input type="checkbox" checked={request.keepStarts ?? false} onChange={(event) => onChange({ ...request, keepStarts: event.target.checked })} />
        Start it here, too: write this into pipesmith.yaml
      </label>
    </section>
  );
}

function Choices({ plan, request, mustReplace, onChange }: Part & { readonly mustReplace: boolean }) {
  const guesses = plan.guesses.some((one) => one.part === "sources");
  return (
    <section aria-label="Choices" className="ps-plan-choices">
      {plan.changed ? (
        <p className="ps-secondary">{plan.running === 0 ? "The definition differs from the last one that ran here: a new version is made." : `The definition changed while ${count(plan.running, "execution")} of it ${plan.running === 1 ? "is" : "are"} in progress.`}</p>
      ) : plan.running > 0 ? (
        <p className="ps-secondary">{`${count(plan.running, "execution")} of it ${plan.running === 1 ? "is" : "are"} in progress; the execution mode decides who goes first.`}</p>
      ) : null}
      {mustReplace ? (
        <label>
          <input type="checkbox" checked={request.replace} onChange={(event) => onChange({ ...request, replace: event.target.checked })} />
          Replace the definition although executions of it are in progress
        </label>
      ) : null}
      {guesses ? (
        <label>
          <input type="checkbox" checked={request.keepGuesses} onChange={(event) => onChange({ ...request, keepGuesses: event.target.checked })} />
          Keep the guessed sources in pipesmith.yaml
        </label>
      ) : null}
      {hasChoices(request) ? (
        <label>
          <input type="checkbox" checked={request.remember ?? true} onChange={(event) => onChange({ ...request, remember: event.target.checked })} />
          Remember these choices on this computer, so that the next run asks nothing
        </label>
      ) : null}
      <label>
        <input type="checkbox" checked={request.sandbox === "container"} onChange={(event) => onChange({ ...request, sandbox: event.target.checked ? "container" : null })} />
        Run builds in containers of their projects' images
      </label>
      <label>
        <input type="checkbox" checked={request.sandbox === "off"} onChange={(event) => onChange({ ...request, sandbox: event.target.checked ? "off" : null })} />
        Run builds without the sandbox, as plain processes of yours
      </label>
    </section>
  );
}

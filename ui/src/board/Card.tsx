/** One action as a card of fixed size: icon, name, meaning, state. It decides nothing and moves nothing. */
import { memo } from "react";
import { describeAction, detailsOf, glyphOf, measures, type Action, type Rect } from "../document";
import { Glyph, StatusIcon, statusSigns } from "../glyphs";
import { span, stopwatch } from "../shell/time";
import { useNow } from "./clock";
import { countBySeverity, durationOf, fidelityMeaning, shownStatus, wordOf } from "./labels";
import type { ActionPlan, ActionStatus, BoardMode, BoardProblem } from "./types";

export interface CardProps {
  readonly action: Action;
  readonly rect: Rect;
  readonly mode: BoardMode;
  readonly label: string;
  readonly status: ActionStatus | undefined;
  readonly plan: ActionPlan | undefined;
  readonly problems: readonly BoardProblem[];
  readonly selected: boolean;
  readonly tabStop: boolean;
  /** Its part in the trail that is lit. */
  readonly trail: "start" | "ancestor" | "descendant" | "off" | undefined;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** It is being carried to another place. */
  readonly carried?: boolean;
  /** A wire can be drawn from it. */
  readonly port?: boolean;
}

export const Card = memo(function Card(props: CardProps) {
  const { action, rect, mode, label, status, plan, problems, selected, tabStop, trail } = props;
  const run = mode === "run";
  const shown = run && status ? shownStatus(status) : undefined;
  const name = action.name || "Unnamed";
  return (
    <div
      role="treeitem"
      aria-level={props.level}
      aria-posinset={props.position}
      aria-setsize={props.siblings}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      className="ps-card"
      data-stop={`cell:${action.id}`}
      data-action={action.id}
      data-status={shown}
      data-trail={trail}
      data-carried={props.carried === true ? "" : undefined}
      style={rect.height > measures.card.height ? { left: rect.x, top: rect.y, width: rect.width, height: rect.height } : { left: rect.x, top: rect.y }}
    >
      {/* The name is a sentence that says all of the picture. */}
      <span className="ps-hidden">{label}</span>
      <div aria-hidden>
        <div className="ps-card-name">
          <Glyph name={glyphOf(action.typeId, action.name)} />
          <span className="ps-clip" title={name}>
            {name}
          </span>
          {run && status?.attempt !== undefined && status.attempt > 1 ? (
            <span className="ps-card-attempt" title={`Attempt ${status.attempt}`}>
              ×{status.attempt}
            </span>
          ) : null}
          {run && status?.fidelity === "equivalent" ? (
            <span className="ps-card-mark" title={fidelityMeaning.equivalent}>
              <Glyph name="equal" />
            </span>
          ) : null}
          {!run && problems.length > 0 ? <ProblemBadge problems={problems} /> : null}
        </div>
        {shown === "waiting" && status ? <Waiting status={status} /> : <Meaning action={action} status={status} run={run} />}
        {run ? status && shown !== "waiting" ? <State status={status} /> : null : <Foot action={action} plan={plan} />}
        {rect.height > measures.card.height && shown !== "waiting" ? <Details action={action} /> : null}
      </div>
      {props.port === true && action.typeId.category !== "Approval" ? <span className="ps-port" data-port={action.id} title="Drag to the action that takes its output" aria-hidden /> : null}
    </div>
  );
});

function Meaning({ action, status, run }: { readonly action: Action; readonly status: ActionStatus | undefined; readonly run: boolean }) {
  const reason = run && (status?.status === "failed" || status?.status === "stale") ? status.reason : undefined;
  const text = reason ?? (run ? status?.tests : undefined) ?? describeAction(action);
  return (
    <div className="ps-card-meaning ps-clip" title={text}>
      {text}
    </div>
  );
}

function Details({ action }: { readonly action: Action }) {
  return (
    <div className="ps-card-details">
      {detailsOf(action).map(({ label, value }) => (
        <div key={label} title={`${label}: ${value}`}>
          <span className="ps-clip">{label}</span>
          <span className="ps-clip ps-mono">{value}</span>
        </div>
      ))}
    </div>
  );
}

function State({ status }: { readonly status: ActionStatus }) {
  const shown = shownStatus(status);
  const now = useNow(shown === "in-progress");
  const took = durationOf(status, now);
  const title = status.fidelity && status.fidelity !== "real" ? fidelityMeaning[status.fidelity] : undefined;
  return (
    <>
      <div className="ps-card-state" title={title}>
        <StatusIcon status={shown} />
        <span className={`ps-status-word ps-tone-${statusSigns[shown].tone}`}>{wordOf(status)}</span>
        {took === undefined ? null : <span className="ps-card-time">{stopwatch(took)}</span>}
      </div>
      {shown === "in-progress" && took !== undefined ? <Bar took={took} median={status.medianMs} /> : null}
    </>
  );
}

/** Elapsed against usual: the tick mark is the median, the bar ends there and the time goes on. */
function Bar({ took, median }: { readonly took: number; readonly median: number | undefined }) {
  if (median === undefined || median <= 0) return <div className="ps-card-bar" data-open="" />;
  const whole = median * 1.03;
  return (
    <div className="ps-card-bar" title={`Usually ${stopwatch(median)}`}>
      <div className="ps-card-bar-fill" style={{ width: `${Math.min(100, (took / whole) * 100)}%` }} />
      <div className="ps-card-bar-median" style={{ left: `${(median / whole) * 100}%` }} />
    </div>
  );
}

function Waiting({ status }: { readonly status: ActionStatus }) {
  const now = useNow(true);
  const took = durationOf(status, now);
  return (
    <div className="ps-card-state" data-high="">
      <StatusIcon status="waiting" />
      <span className="ps-status-word ps-tone-warning">{wordOf(status)}</span>
      {took === undefined ? null : <span className="ps-card-time">{span(took)}</span>}
    </div>
  );
}

export interface DecideProps {
  readonly name: string;
  readonly rect: Rect;
  /** Reachable by Tab: where single-letter keys are off. */
  readonly tab: boolean;
  readonly onDecide: (answer: "approve" | "reject") => void;
}

/** The two buttons of a waiting approval, over its card. */
export function Decide({ name, rect, tab, onDecide }: DecideProps) {
  const tabIndex = tab ? 0 : -1;
  return (
    <div className="ps-decide" style={{ left: rect.x + 6, top: rect.y + 49, width: rect.width - 12 }}>
      <button type="button" tabIndex={tabIndex} className="ps-button" data-primary="" aria-label={`Approve ${name}`} onClick={() => onDecide("approve")}>
        Approve
      </button>
      <button type="button" tabIndex={tabIndex} className="ps-button" aria-label={`Reject ${name}`} onClick={() => onDecide("reject")}>
        Reject
      </button>
    </div>
  );
}

const runsOn = {
  local: { glyph: "local", word: "Local" },
  aws: { glyph: "cloud", word: "AWS" },
  simulated: { glyph: "wand", word: "Simulated" },
} as const;

function Foot({ action, plan }: { readonly action: Action; readonly plan: ActionPlan | undefined }) {
  const approval = action.typeId.category === "Approval";
  if (!plan && !approval) return null;
  const { glyph, word } = approval && plan?.runsOn !== "simulated" ? ({ glyph: "person", word: "You" } as const) : runsOn[plan?.runsOn ?? "local"];
  const mark = plan?.runsOn === "local" && (plan.fidelity === "equivalent" || plan.fidelity === "rehearsed") ? plan.fidelity : undefined;
  return (
    <div className="ps-card-foot" title={plan?.note ?? (mark ? fidelityMeaning[mark] : undefined)}>
      <Glyph name={glyph} />
      <span>{word}</span>
      {mark ? <span className="ps-card-fidelity">{mark}</span> : null}
    </div>
  );
}

export function ProblemBadge({ problems, count = false }: { readonly problems: readonly BoardProblem[]; readonly count?: boolean }) {
  const worst = problems.some((problem) => problem.severity === "error") ? "failed" : problems.some((p) => p.severity === "warning") ? "warning" : undefined;
  if (worst === undefined) return null;
  const shown = problems.filter((problem) => problem.severity !== "hint");
  return (
    <span className="ps-problem" title={shown.map((problem) => problem.message).join("\n")}>
      <StatusIcon status={worst} size={count ? 14 : 16} title={countBySeverity(shown)} />
      {count ? <span className={`ps-tone-${statusSigns[worst].tone}`}>{shown.length}</span> : null}
    </span>
  );
}

/** A counted stack: one step with more actions than a band shows, as dots; and the list behind it. */
import { memo, useEffect, useRef, type KeyboardEvent } from "react";
import type { Action, ActionId, Rect } from "../document";
import { StatusIcon, statusSigns, type StatusKind } from "../glyphs";
import { stopwatch } from "../shell/time";
import { durationOf, shownStatus, wordOf } from "./labels";
import { useNow } from "./clock";
import type { ActionStatus } from "./types";

const order: readonly StatusKind[] = [
  "failed",
  "waiting",
  "in-progress",
  "stale",
  "warning",
  "stopped",
  "skipped",
  "superseded",
  "simulated",
  "rehearsed",
  "cached",
  "succeeded",
  "not-started",
];

export type Statuses = ReadonlyMap<ActionId, ActionStatus> | undefined;

export const stateOf = (statuses: Statuses, id: ActionId): StatusKind => {
  const status = statuses?.get(id);
  return status ? shownStatus(status) : "not-started";
};

/** The state that counts for many: the one that needs a person first. */
export function worstOf(states: readonly StatusKind[]): StatusKind {
  const open = states.some((state) => state === "not-started");
  const done = states.some((state) => state !== "not-started");
  for (const state of order) {
    if (state === "not-started" || state === "succeeded") break;
    if (["simulated", "rehearsed", "cached"].includes(state)) continue;
    if (states.includes(state)) return state;
  }
  if (open && done) return "in-progress";
  return open || states.length === 0 ? "not-started" : states.every((state) => state === "simulated") ? "simulated" : "succeeded";
}

/** `1 failed`, `3 running`, else the one word that holds for all. */
export function countWords(states: readonly StatusKind[]): { readonly text: string; readonly status: StatusKind }[] {
  const words: { text: string; status: StatusKind }[] = [];
  const of = (status: StatusKind) => states.filter((state) => state === status).length;
  const verbs: Partial<Record<StatusKind, string>> = { "in-progress": "running" };
  for (const status of order) {
    const count = of(status);
    if (count === 0 || status === "succeeded" || status === "not-started") continue;
    words.push({ text: `${count} ${verbs[status] ?? statusSigns[status].word.toLowerCase()}`, status });
  }
  if (words.length > 0) return words.slice(0, 2);
  const rest = of("succeeded") === states.length && states.length > 0 ? "succeeded" : "not-started";
  return [{ text: rest === "succeeded" ? "succeeded" : "not started", status: rest }];
}

/** One small square for each action. */
export function Dots({ ids, statuses, run }: { readonly ids: readonly ActionId[]; readonly statuses: Statuses; readonly run: boolean }) {
  return (
    <span className="ps-dots" aria-hidden>
      {ids.map((id) => (
        <i key={id} className="ps-dot" data-status={run ? stateOf(statuses, id) : "none"} />
      ))}
    </span>
  );
}

/** What many actions have in common in their names, or their provider. */
export function commonName(actions: readonly Action[]): string {
  const [first] = actions;
  if (!first) return "";
  if (actions.length === 1) return first.name;
  let length = first.name.length;
  for (const { name } of actions) {
    let i = 0;
    while (i < length && name[i] === first.name[i]) i++;
    length = i;
  }
  const prefix = first.name.slice(0, length).replace(/[-_.\d]+$/, "");
  return prefix.length >= 3 ? prefix : actions.every((a) => a.typeId.provider === first.typeId.provider) ? first.typeId.provider : first.typeId.category;
}

export interface StackCardProps {
  readonly id: string;
  readonly actions: readonly Action[];
  readonly rect: Rect;
  readonly runOrder: number;
  readonly run: boolean;
  readonly statuses: Statuses;
  readonly tabStop: boolean;
  readonly open: boolean;
  readonly selected: boolean;
  readonly trail: string | undefined;
  readonly label: string;
}

/** The stack in the place of its cards. */
export const StackCard = memo(function StackCard(props: StackCardProps) {
  const states = props.actions.map((action) => stateOf(props.statuses, action.id));
  return (
    <div
      role="treeitem"
      aria-level={3}
      aria-haspopup="dialog"
      aria-expanded={props.open}
      aria-selected={props.selected}
      tabIndex={props.tabStop ? 0 : -1}
      className="ps-card ps-stack"
      data-stop={`cell:${props.id}`}
      data-stack={props.id}
      data-status={props.run ? worstOf(states) : undefined}
      data-trail={props.trail}
      style={{ left: props.rect.x, top: props.rect.y }}
    >
      <span className="ps-hidden">{props.label}</span>
      <div aria-hidden>
        <div className="ps-card-name">
          <span>{props.actions.length}</span>
          <span className="ps-clip ps-plain">{commonName(props.actions)}</span>
          {props.run ? <StatusIcon status={worstOf(states)} /> : null}
        </div>
        <Dots ids={props.actions.slice(0, 24).map((action) => action.id)} statuses={props.statuses} run={props.run} />
        <div className="ps-card-state ps-small">
          {props.run ? (
            countWords(states).map(({ text, status }) => (
              <span key={status} className={`ps-tone-${statusSigns[status].tone}`}>
                {text}
              </span>
            ))
          ) : (
            <span className="ps-tone-inactive">in parallel</span>
          )}
        </div>
      </div>
    </div>
  );
});

export interface StackListProps {
  readonly title: string;
  readonly runOrder: number;
  readonly actions: readonly Action[];
  readonly run: boolean;
  readonly statuses: Statuses;
  readonly onPick: (action: ActionId) => void;
  readonly onOpen: (action: ActionId) => void;
  readonly onRetry: ((action: ActionId) => void) | undefined;
  readonly onClose: () => void;
}

/** The actions of a stack: what needs a person first, what all is well with in one line. */
export function StackList({ title, runOrder, actions, run, statuses, onPick, onOpen, onRetry, onClose }: StackListProps) {
  const root = useRef<HTMLDivElement>(null);
  const states = actions.map((action) => ({ action, state: run ? stateOf(statuses, action.id) : ("not-started") }));
  const now = useNow(run && states.some(({ state }) => state === "in-progress"));
  const quiet = new Set<StatusKind>(["succeeded", "not-started"]);
  const loud = states.filter(({ state }) => !quiet.has(state)).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const listed = run && loud.length > 0 ? loud : states;
  const rest = states.length - listed.length;
  const failed = states.find(({ state }) => state === "failed")?.action;
  useEffect(() => {
    root.current?.querySelector<HTMLElement>("[data-row]")?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const rows = [...(root.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))]?.focus();
  };
  return (
    <div ref={root} role="dialog" aria-label={title} className="ps-stack-list" onKeyDown={onKeyDown}>
      <div className="ps-stack-title">
        <span className="ps-chip">{runOrder}</span>
        <strong>{title}</strong>
        <button type="button" className="ps-link" onClick={onClose}>
          Close
        </button>
      </div>
      <div className="ps-stack-rows">
        {listed.map(({ action, state }) => {
          const status = statuses?.get(action.id);
          const took = status && run ? durationOf(status, now) : undefined;
          return (
            <button type="button" key={action.id} data-row="" className="ps-stack-row" onClick={() => onPick(action.id)} onDoubleClick={() => onOpen(action.id)}>
              {run ? <StatusIcon status={state} /> : null}
              <span className="ps-clip ps-strong">{action.name}</span>
              {run ? <span className={`ps-strong ps-tone-${statusSigns[state].tone}`}>{status ? wordOf(status) : "Not started"}</span> : null}
              <span className="ps-stack-time">{took === undefined ? "" : stopwatch(took)}</span>
              <span className="ps-stack-note ps-clip">
                {status?.reason ?? (status?.medianMs === undefined ? "" : `usually ${stopwatch(status.medianMs)}`)}
              </span>
            </button>
          );
        })}
        {rest > 0 ? (
          <div className="ps-stack-row" data-rest="">
            <StatusIcon status={worstOf(states.filter(({ state }) => quiet.has(state)).map(({ state }) => state))} />
            <span className="ps-strong">{rest} more</span>
            <span className="ps-secondary">
              {[...quiet]
                .map((state) => ({ state, count: states.filter((one) => one.state === state).length }))
                .filter(({ count }) => count > 0)
                .map(({ state, count }) => `${count} ${statusSigns[state].word.toLowerCase()}`)
                .join(", ")}
            </span>
          </div>
        ) : null}
      </div>
      {failed && run ? (
        <div className="ps-stack-actions">
          {onRetry ? (
            <button type="button" className="ps-button" onClick={() => onRetry(failed.id)}>
              Retry {failed.name}
            </button>
          ) : null}
          <button type="button" className="ps-link" onClick={() => onOpen(failed.id)}>
            Show log
          </button>
        </div>
      ) : null}
    </div>
  );
}

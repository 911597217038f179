/** The log of one action: follows its end while it grows, opens at the fault when it failed, finds text in all of it. */
import Spinner from "@cloudscape-design/components/spinner";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore, type KeyboardEvent } from "react";
import { useNow } from "../board/clock";
import type { ActionDetail } from "../generated/studio";
import { StatusWord } from "../glyphs";
import { call } from "../host";
import { onFeed, useAsk } from "../state/queries";
import { logTag } from "../state/tags";
import { isBad, LogParts } from "./LogParts";
import { clock, span, stopwatch, zoneOf } from "../shell/time";
import { Trouble, Waiting } from "../shell/Waiting";
import { kindOf, wordOf } from "../pipeline/status";
import { LogBook } from "./book";
import { shownLine } from "./line";

/** Height of a row, as in runs.css. */
const ROW = 18;
/** Rows above and below the screen that are drawn too. */
const SPARE = 20;

interface Props {
  readonly place: string;
  readonly pipeline: string;
  readonly execution: string;
  readonly action: ActionDetail | null;
}

export function LogDrawer({ place, pipeline, execution, action }: Props) {
  if (action === null)
    return (
      <div className="ps-nothing">
        <h2>No log yet</h2>
        <p className="ps-secondary">Logs appear as soon as an action runs. Select an action to see its own.</p>
      </div>
    );
  return (
    <div className="ps-log">
      {action.logParts.length > 0 ? (
        <Parts key={action.actionExecution} place={place} pipeline={pipeline} execution={execution} action={action} />
      ) : action.hasLog ? (
        <Log key={action.actionExecution} place={place} pipeline={pipeline} execution={execution} action={action} part={null} />
      ) : (
        <>
          <Head action={action} />
          <Facts action={action} place={place} />
        </>
      )}
    </div>
  );
}

/** The logs of a batch: its own, and one of each build. Until somebody chooses, a build that failed is shown. */
function Parts({ place, pipeline, execution, action }: Props & { readonly action: ActionDetail }) {
  const [, batch] = useBook({ place, pipeline, execution, actionExecution: action.actionExecution, part: null });
  const [chosen, choose] = useState<string | null | undefined>(undefined);
  const { builds } = batch.marks;
  const failed = action.status === "Failed" ? action.logParts.find((name) => isBad(builds[name])) : undefined;
  const part = chosen === undefined ? (failed ?? null) : chosen;
  return (
    <Log key={part ?? ""} place={place} pipeline={pipeline} execution={execution} action={action} part={part}>
      <LogParts names={action.logParts} builds={builds} running={action.status === "InProgress"} chosen={part} onChoose={choose} />
    </Log>
  );
}

function Head({ action, children }: { readonly action: ActionDetail; readonly children?: React.ReactNode }) {
  const running = action.status === "InProgress";
  const now = useNow(running);
  const waiting = running && action.token != null;
  const took = (running ? Math.max(now, action.startMs) : action.updateMs) - action.startMs;
  const facts = [
    stopwatch(took),
    action.usualMs == null ? null : `usually ${stopwatch(action.usualMs)}`,
    action.attempt > 1 ? `attempt ${action.attempt}` : null,
    action.internalAttempt > 1 ? `run again after an interruption (${action.internalAttempt})` : null,
    action.fidelity ?? null,
  ];
  return (
    <div className="ps-log-head">
      <span className="ps-strong">{action.action}</span>
      {waiting ? <StatusWord status="waiting" word="Waiting for approval" /> : <StatusWord status={kindOf(action.status)} word={wordOf(action.status)} />}
      <span className="ps-secondary ps-time ps-clip">{facts.filter((fact) => fact !== null).join(" · ")}</span>
      {action.differences.length === 0 ? null : <Differences texts={action.differences} />}
      <span className="ps-top-space" />
      {children}
    </div>
  );
}

function Differences({ texts }: { readonly texts: readonly string[] }) {
  return (
    <details className="ps-log-differences">
      <summary>{texts.length === 1 ? "1 difference from AWS" : `${texts.length} differences from AWS`}</summary>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

/** What is known of an action that writes no log. */
function Facts({ action, place }: { readonly action: ActionDetail; readonly place: string }) {
  const rows: [string, string | null | undefined][] = [
    ["Summary", action.summary],
    ["Error", action.errorMessage],
    ["By", action.updatedBy],
    ["External ID", action.externalId],
    ["Link", action.externalUrl],
    ...action.outputVariables.map((one): [string, string] => [one.name, one.value]),
  ];
  const told = rows.filter((row): row is [string, string] => row[1] != null && row[1] !== "");
  const waiting = action.status === "InProgress" && action.token != null;
  return (
    <div className="ps-facts">
      <p className="ps-secondary">
        {waiting ? "This action waits for a decision: approve or reject it on its card, or under Approvals." : place === "local" ? "This action writes no log." : "Its log stays at its place; open it in the AWS console."}
      </p>
      {told.length === 0 ? null : (
        <dl>
          {told.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

interface BookOf {
  readonly place: string;
  readonly pipeline: string;
  readonly execution: string;
  readonly actionExecution: string;
  readonly part: string | null;
}

function useBook({ place, pipeline, execution, actionExecution, part }: BookOf) {
  const book = useMemo(
    () => new LogBook((from, count) => call("log.read", { place, pipeline, execution, actionExecution, part, from, count })),
    [place, pipeline, execution, actionExecution, part],
  );
  useEffect(() => {
    void book.refresh();
    const tag = logTag(actionExecution);
    return onFeed(({ stale }) => {
      if (stale.some((one) => one === tag || one === "*")) void book.refresh();
    });
  }, [book, actionExecution]);
  return [book, useSyncExternalStore(book.subscribe, book.snapshot)] as const;
}

function Log({ place, pipeline, execution, action, part, children }: Props & { readonly action: ActionDetail; readonly part: string | null; readonly children?: React.ReactNode }) {
  const { actionExecution, status } = action;
  const [book, state] = useBook({ place, pipeline, execution, actionExecution, part });
  const utc = useAsk("settings.get", {}).data?.utc ?? false;
  const zone = zoneOf(utc);
  const screen = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(0);
  // Follows the end until somebody scrolls up; a finished log with a fault opens there instead.
  const [follows, setFollows] = useState(true);
  const [text, setText] = useState("");
  const [found, setFound] = useState<{ readonly text: string; readonly lines: readonly number[] } | null>(null);
  const [at, setAt] = useState(0);
  const { total, marks } = state;

  // What the engine says when an action ends is not a line of the log: read what came last.
  useEffect(() => {
    if (status !== "InProgress") void book.refresh();
  }, [book, status]);

  useLayoutEffect(() => {
    const node = screen.current;
    if (node === null) return;
    const measure = () => setHeight(node.clientHeight);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(node);
    return () => watcher.disconnect();
  }, []);

  const reveal = useCallback(
    (line: number) => {
      const node = screen.current;
      if (node === null) return;
      setFollows(false);
      node.scrollTop = Math.max(0, (line + 2) * ROW - node.clientHeight * 0.7);
    },
    [],
  );

  const failed = status === "Failed" && marks.fault !== undefined;
  useLayoutEffect(() => {
    const node = screen.current;
    if (node === null || !follows || total === 0) return;
    node.scrollTop = failed && marks.fault !== undefined ? Math.max(0, (marks.fault + 2) * ROW - node.clientHeight) : node.scrollHeight;
  }, [follows, total, height, failed, marks.fault]);

  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  const last = Math.min(total - 1, Math.ceil((top + height) / ROW) + SPARE);
  useEffect(() => {
    if (last >= first) book.want(first, last);
  }, [book, first, last]);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === "") return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      void book.find(wanted, stop.signal).then(
        (lines) => {
          if (stop.signal.aborted) return;
          setFound({ text: wanted, lines });
          setAt(0);
          if (lines[0] !== undefined) reveal(lines[0]);
        },
        () => setFound(null),
      );
    }, 200);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [book, text, reveal]);

  const hits = text.trim() !== "" && found?.text === text.trim() ? found : null;
  const step = (by: 1 | -1) => {
    if (hits === null || hits.lines.length === 0) return;
    const next = (at + by + hits.lines.length) % hits.lines.length;
    setAt(next);
    const line = hits.lines[next];
    if (line !== undefined) reveal(line);
  };
  const onFindKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
  };
  const onScroll = () => {
    const node = screen.current;
    if (node === null) return;
    setTop(node.scrollTop);
    const atEnd = node.scrollTop + node.clientHeight >= node.scrollHeight - ROW;
    if (atEnd && !failed) setFollows(true);
    else if (!atEnd && node.scrollTop < top) setFollows(false);
  };
  const toEnd = () => {
    const node = screen.current;
    if (node === null) return;
    if (!failed) setFollows(true);
    node.scrollTop = node.scrollHeight;
  };
  const digits = String(total).length;
  const marked = new Set(hits?.lines ?? []);
  const currentHit = hits?.lines[at];
  const rows = [];
  for (let n = first; n <= last; n += 1) {
    const line = book.line(n);
    const shown = line === undefined ? undefined : shownLine(line.text);
    rows.push(
      <div key={n} className="ps-log-row" data-kind={shown?.kind} data-hit={n === currentHit ? "here" : marked.has(n) ? "yes" : undefined} style={{ transform: `translateY(${n * ROW}px)` }}>
        <span className="ps-log-n" aria-hidden style={{ minWidth: `${digits}ch` }}>
          {n + 1}
        </span>
        <span className="ps-log-at">{line === undefined ? "" : clock(line.atMs, zone)}</span>
        <span className="ps-log-text">
          {shown === undefined
            ? "…"
            : shown.pieces.map((piece, index) => (
                <span key={index} data-tone={piece.tone} data-bold={piece.bold || undefined} data-dim={piece.dim || undefined}>
                  {hits === null ? piece.text : <Marked text={piece.text} wanted={hits.text} />}
                </span>
              ))}
        </span>
      </div>,
    );
  }
  const atEnd = top + height >= total * ROW - ROW * 2;
  const inView = (line: number | undefined) => line !== undefined && line * ROW >= top && (line + 1) * ROW <= top + height;
  return (
    <>
      <Head action={action}>
        <span className="ps-log-find">
          <input className="ps-field" type="search" aria-label="Find in the log" placeholder="Find in the log" value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onFindKey} />
          <span className="ps-secondary ps-time" role="status">
            {hits === null ? "" : hits.lines.length === 0 ? "Not found" : `${at + 1} of ${hits.lines.length}`}
          </span>
          <button type="button" className="ps-link" disabled={hits === null || hits.lines.length < 2} onClick={() => step(-1)} aria-label="Previous match">
            ↑
          </button>
          <button type="button" className="ps-link" disabled={hits === null || hits.lines.length < 2} onClick={() => step(1)} aria-label="Next match">
            ↓
          </button>
        </span>
      </Head>
      {children}
      {marks.phases.length === 0 ? null : (
        <div className="ps-phases" role="group" aria-label="Phases">
          {marks.phases.map((phase) => (
            <button key={`${phase.name} ${phase.line}`} type="button" data-failed={phase.failed || undefined} onClick={() => reveal(phase.line)}>
              {phase.name}
              <span className="ps-time">{phase.endMs === undefined ? (status === "InProgress" ? "running" : "") : phase.failed ? `failed after ${span(phase.endMs - phase.startMs)}` : span(phase.endMs - phase.startMs)}</span>
            </button>
          ))}
        </div>
      )}
      {state.error !== null && !state.read ? <Trouble title="The log could not be read" error={state.error} onRetry={() => void book.refresh()} /> : null}
      {state.error !== null && state.read && total === 0 ? <Trouble title="The log could not be read" error={state.error} onRetry={() => void book.refresh()} /> : null}
      {!state.read ? <Waiting text="Reading the log" /> : null}
      <div ref={screen} className="ps-log-screen" role="log" aria-live="off" aria-label={part === null ? `Log of ${action.action}` : `Log of ${action.action}, build ${part}`} tabIndex={0} onScroll={onScroll}>
        <div className="ps-log-rows" style={{ height: total * ROW }}>
          {rows}
        </div>
      </div>
      <div className="ps-log-foot">
        {status === "InProgress" && state.read ? (
          <span className="ps-log-live">
            <Spinner /> {total === 0 ? "Waiting for the first line" : "Following"}
          </span>
        ) : null}
        {failed && !inView(marks.fault) ? (
          <button type="button" className="ps-button" onClick={() => reveal(marks.fault ?? 0)}>
            First error, line {(marks.fault ?? 0) + 1}
          </button>
        ) : null}
        {total > 0 && !atEnd ? (
          <button type="button" className="ps-button" onClick={toEnd}>
            {status === "InProgress" ? "Jump to live" : "Jump to the end"}
          </button>
        ) : null}
      </div>
    </>
  );
}

function Marked({ text, wanted }: { readonly text: string; readonly wanted: string }) {
  const at = text.toLowerCase().indexOf(wanted.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + wanted.length)}</mark>
      <Marked text={text.slice(at + wanted.length)} wanted={wanted} />
    </>
  );
}

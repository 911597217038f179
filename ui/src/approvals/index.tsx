/** The inbox of approvals: what waits for a decision here and at opened places, and the one decided now. */
import { useEffect, useState, type KeyboardEvent } from "react";
import { useNow } from "../board/clock";
import type { ApprovalRow, PlaceRow } from "../generated/studio";
import { Glyph, StatusIcon } from "../glyphs";
import { isFinal, useAsk } from "../state/queries";
import { formatRoute, go, useRoute } from "../state/route";
import { count, span } from "../shell/time";
import { Trouble, Waiting } from "../shell/Waiting";
import { queue, useDecisions } from "./decisions";
import { Subject } from "./Subject";
import { Verdict } from "./Verdict";
import { bySoonestExpiry, isSoon, left, placeName, shortRevision } from "./words";
import "./approvals.css";

const none: readonly PlaceRow[] = [];

export function ApprovalsPage() {
  const waiting = useAsk("approvals.list", {});
  const places = useAsk("places.list", {}).data ?? none;
  const recorded = useDecisions((all) => all.recorded);
  const route = useRoute();
  const token = route.page === "approvals" ? route.token : null;
  // What is shown first stays shown: a new approval must not slip under a hand that is about to decide.
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    window.addEventListener("pagehide", queue.flush);
    return () => {
      window.removeEventListener("pagehide", queue.flush);
      queue.flush();
    };
  }, []);
  if (waiting.data === undefined)
    return waiting.isError ? <Trouble title="The approvals could not be read" error={waiting.error} onRetry={isFinal(waiting.error) ? undefined : () => void waiting.refetch()} /> : <Waiting text="Reading the approvals" />;
  const rows = bySoonestExpiry(waiting.data.filter((row) => recorded[row.token] === undefined));
  const chosen = rows.find((row) => row.token === token) ?? rows.find((row) => row.token === shown) ?? rows[0];
  if (chosen === undefined) return <Nothing />;
  if (chosen.token !== shown) setShown(chosen.token);
  const gone = token !== null && chosen.token !== token && recorded[token] === undefined;
  const place = places.find((row) => row.id === chosen.place);
  return (
    <div className="ps-approvals">
      <List rows={rows} chosen={chosen} places={places} gone={gone} />
      <Subject row={chosen} place={place} />
      <Verdict key={chosen.token} row={chosen} place={place} />
    </div>
  );
}

function Nothing() {
  return (
    <div className="ps-nothing ps-approvals-none">
      <Glyph name="approval" size={20} />
      <h2>Nothing waits for a decision</h2>
      <p>Manual approval actions appear here as soon as an execution reaches them, on this computer and at every place you have opened.</p>
      <a className="ps-row-link" href={formatRoute({ page: "places" })}>
        Open a place
      </a>
    </div>
  );
}

interface ListProps {
  readonly rows: readonly ApprovalRow[];
  readonly chosen: ApprovalRow;
  readonly places: readonly PlaceRow[];
  readonly gone: boolean;
}

function List({ rows, chosen, places, gone }: ListProps) {
  const now = useNow(true);
  const pending = useDecisions((all) => all.pending);
  const sending = useDecisions((all) => all.sending);
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? undefined : rows[rows.indexOf(chosen) + step];
    if (next === undefined) return;
    event.preventDefault();
    go({ page: "approvals", token: next.token }, true);
    event.currentTarget.querySelectorAll("button")[rows.indexOf(next)]?.focus();
  };
  return (
    <section className="ps-approvals-list" aria-label="Waiting approvals" data-region tabIndex={-1}>
      <p className="ps-approvals-count">
        <strong>{rows.length} waiting</strong> <span className="ps-secondary">soonest expiry first</span>
      </p>
      {gone ? (
        <p className="ps-approvals-gone" role="status">
          The approval you came for no longer waits. This is what does.
        </p>
      ) : null}
      <ul onKeyDown={onKeyDown}>
        {rows.map((row) => {
          const place = places.find((one) => one.id === row.place);
          const first = row.revisions[0];
          const state = pending?.row.token === row.token ? (pending.approve ? "Approving" : "Rejecting") : sending[row.token] !== undefined ? "Sending" : null;
          return (
            <li key={row.token}>
              <button type="button" aria-current={row === chosen} onClick={() => go({ page: "approvals", token: row.token }, true)}>
                <span className="ps-approvals-row">
                  <strong>{row.pipeline}</strong>
                  {state === null ? <Left row={row} now={now} /> : <span className="ps-approvals-left ps-tone-info">{state}</span>}
                </span>
                <span className="ps-secondary">
                  {row.stage} › {row.action} · {row.sinceMs > 0 ? `waiting ${span(now - row.sinceMs)}` : "waiting"}
                </span>
                {first === undefined ? null : (
                  <span>
                    <span className="ps-mono ps-secondary">{shortRevision(first.revision)}</span> {first.summary}
                    {row.revisions.length > 1 ? <span className="ps-secondary"> and {count(row.revisions.length - 1, "more revision")}</span> : null}
                  </span>
                )}
                <span className="ps-approvals-place">
                  <strong>{placeName(row.place, place)}</strong>
                  {row.place !== "local" && place?.account != null ? <span className="ps-mono">{place.account}</span> : null}
                  {row.place !== "local" && place?.region != null ? <span>{place.region}</span> : null}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Left({ row, now }: { readonly row: ApprovalRow; readonly now: number }) {
  if (row.expiresMs == null) return <span className="ps-approvals-left ps-secondary">expiry not known</span>;
  const soon = isSoon(row, now);
  const rest = row.expiresMs - now;
  return (
    <span className={`ps-approvals-left ${soon ? "ps-tone-warning ps-strong" : "ps-secondary"}`}>
      <StatusIcon status={soon ? "warning" : "waiting"} size={14} />
      {rest > 0 ? `${rest < 3_600_000 ? left(rest) : span(rest)} left` : "expired"}
    </span>
  );
}

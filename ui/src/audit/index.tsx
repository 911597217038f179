/** The audit trail: who called what, from where and with which result, as CloudTrail records of the chosen place. */
import Table from "@cloudscape-design/components/table";
import { useEffect, useState } from "react";
import type { TrailRow } from "../generated/studio";
import { StatusIcon, StatusWord } from "../glyphs";
import { isFinal, useAsk } from "../state/queries";
import { formatRoute } from "../state/route";
import { useView } from "../state/view";
import { clock, count, zoneName, zoneOf } from "../shell/time";
import { Told } from "../shell/Told";
import { Trouble, Waiting } from "../shell/Waiting";
import { Detail } from "./Detail";
import { useTrail } from "./pages";
import { clientOf, timeOf } from "./record";
import "./audit.css";

const HOUR = 3_600_000;
const periods = [
  { id: "hour", label: "Last hour", ms: HOUR },
  { id: "day", label: "Last day", ms: 24 * HOUR },
  { id: "week", label: "Last week", ms: 7 * 24 * HOUR },
  { id: "all", label: "All", ms: null },
] as const;
type Period = (typeof periods)[number]["id"];

const PAGE = 100;

export function AuditPage() {
  const place = useView((view) => view.place);
  // What was typed, and what stayed typed long enough to be asked for.
  const [text, setText] = useState("");
  const [words, setWords] = useState("");
  const [changesOnly, setChangesOnly] = useState(true);
  const [period, setPeriod] = useState<{ readonly id: Period; readonly startMs: number | null }>({ id: "all", startMs: null });
  useEffect(() => {
    const timer = setTimeout(() => setWords(text.trim()), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const choosePeriod = (id: string) => {
    const found = periods.find((one) => one.id === id);
    if (found !== undefined) setPeriod({ id: found.id, startMs: found.ms === null ? null : Date.now() - found.ms });
  };
  return (
    <div className="ps-audit">
      <div className="ps-audit-head" role="search" aria-label="Audit trail">
        <PlaceSelect place={place} />
        <input className="ps-field ps-audit-find" type="search" aria-label="Filter the records" placeholder="Filter by words: event, who, pipeline, address…" value={text} onChange={(event) => setText(event.target.value)} />
        <label className="ps-audit-choice">
          Period
          <select className="ps-field" value={period.id} onChange={(event) => choosePeriod(event.target.value)}>
            {periods.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <label className="ps-audit-choice">
          <input type="checkbox" checked={changesOnly} onChange={(event) => setChangesOnly(event.target.checked)} />
          Changes only
        </label>
      </div>
      <Records key={place} place={place} words={words} changesOnly={changesOnly} startMs={period.startMs} narrowed={words !== "" || period.id !== "all"} />
    </div>
  );
}

function PlaceSelect({ place }: { readonly place: string }) {
  const rows = useAsk("places.list", {}).data?.filter((row) => row.opened || row.id === place) ?? [];
  return (
    <label className="ps-audit-choice">
      Place
      <select className="ps-field" aria-label="Place of the trail" value={place} onChange={(event) => useView.getState().setPlace(event.target.value)}>
        {rows.some((row) => row.id === place) ? null : <option value={place}>{place === "local" ? "This computer" : place}</option>}
        {rows.map((row) => (
          <option key={row.id} value={row.id}>
            {row.id === "local" ? row.name : [row.name, row.account, row.region].filter((part) => part != null).join(" · ")}
          </option>
        ))}
      </select>
    </label>
  );
}

interface RecordsProps {
  readonly place: string;
  readonly words: string;
  readonly changesOnly: boolean;
  readonly startMs: number | null;
  readonly narrowed: boolean;
}

function Records({ place, words, changesOnly, startMs, narrowed }: RecordsProps) {
  const trail = useTrail({ place, text: words, startMs, endMs: null, changesOnly, max: PAGE });
  const utc = useAsk("settings.get", {}).data?.utc ?? false;
  const [now] = useState(() => Date.now());
  const [open, setOpen] = useState<string | null>(null);
  if (trail.data === undefined)
    return trail.isError ? (
      <div className="ps-audit-trouble">
        <Trouble title="The audit trail could not be read" error={trail.error} onRetry={isFinal(trail.error) ? undefined : () => void trail.refetch()} />
        {place === "local" ? null : (
          <a className="ps-row-link" href={formatRoute({ page: "places" })}>
            Go to Places
          </a>
        )}
      </div>
    ) : (
      <Waiting text="Reading the audit trail" />
    );
  const { pages } = trail.data;
  const rows = pages.flatMap((page) => page.rows);
  const shown = rows.find((row) => row.id === open);
  const covered = pages[0]?.covered ?? "";
  const show = (row: TrailRow) => setOpen(row.id === open ? null : row.id);
  return (
    <div className="ps-audit-split" data-open={shown !== undefined}>
      <section className="ps-audit-records" aria-label="Records" data-region tabIndex={-1}>
        <p className="ps-audit-covered">
          <StatusIcon status="waiting" size={14} />
          <span>
            <strong>Covered</strong> {covered}
          </span>
          <span className="ps-top-space" />
          <span className="ps-secondary" role="status">
            {trail.isPlaceholderData ? "Reading…" : `${count(rows.length, "record")}${trail.hasNextPage ? " so far" : ""}`}
          </span>
        </p>
        {trail.isError ? (
          <p className="ps-audit-old" role="alert">
            <StatusIcon status="warning" />
            <span>
              <Told text={trail.error.whole} /> What was read at {clock(trail.dataUpdatedAt, zoneOf(utc))} is shown.
            </span>
            <button type="button" className="ps-button" onClick={() => void (trail.isFetchNextPageError ? trail.fetchNextPage() : trail.refetch())}>
              Try again
            </button>
          </p>
        ) : null}
        <Table
          variant="embedded"
          items={rows}
          trackBy="id"
          ariaLabels={{ tableLabel: "Audit trail" }}
          onRowClick={({ detail }) => setOpen(detail.item.id)}
          empty={trail.hasNextPage ? "No call matches in what was read so far. Older calls may." : narrowed ? "No call matches. Other words or a longer period may find some." : changesOnly ? "No call has changed anything yet. Calls that only read are hidden by “Changes only”." : "No call is recorded yet. Every call of this place appears here, with its caller and result."}
          columnDefinitions={[
            { id: "time", header: <>Time <span className="ps-audit-zone">{zoneName(utc)}</span></>, cell: (row) => <span className="ps-mono ps-audit-time">{timeOf(row.timeMs, now, zoneOf(utc))}</span> },
            {
              id: "name",
              header: "Event name",
              isRowHeader: true,
              cell: (row) => (
                <button
                  type="button"
                  className="ps-audit-name"
                  aria-expanded={row.id === open}
                  onClick={(event) => {
                    event.stopPropagation();
                    show(row);
                  }}
                >
                  {row.name}
                </button>
              ),
            },
            { id: "who", header: "Who", cell: (row) => row.who },
            { id: "on", header: "On", cell: (row) => row.pipeline ?? "–" },
            { id: "from", header: "From", cell: (row) => (row.from === "" ? "–" : <span className="ps-mono">{row.from}</span>) },
            // The open record says it whole; the results need the room then.
            ...(shown !== undefined ? [] : [{ id: "client", header: "Client", cell: (row: TrailRow) => (row.userAgent === "" ? "–" : <span title={row.userAgent}>{clientOf(row.userAgent)}</span>) }]),
            { id: "result", header: "Result", cell: (row) => (row.errorCode == null ? <StatusWord status="succeeded" word="OK" /> : <StatusWord status="failed" word={row.errorCode} />) },
          ]}
        />
        {trail.hasNextPage ? (
          <div className="ps-audit-older">
            <button type="button" className="ps-button" disabled={trail.isFetchingNextPage || trail.isPlaceholderData} onClick={() => void trail.fetchNextPage()}>
              {trail.isFetchingNextPage ? "Reading older calls…" : "Older"}
            </button>
          </div>
        ) : null}
      </section>
      {shown === undefined ? null : <Detail key={shown.id} row={shown} place={place} utc={utc} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** What an approval is about: where it stands, the revisions it lets through, what the pipeline says. */
import type { ReactNode } from "react";
import { useNow } from "../board/clock";
import type { ApprovalRow, PlaceRow } from "../generated/studio";
import { asRefused } from "../host";
import { change, useAsk } from "../state/queries";
import { formatRoute } from "../state/route";
import { useView } from "../state/view";
import { dayTime, fullTime, shortId, span, zoneName, zoneOf } from "../shell/time";
import { isSoon, left, placeName, shortRevision } from "./words";

/** Opens an address in the user's browser. */
function openLink(target: string): void {
  void change("open", { what: "link", target }).catch((thrown: unknown) => {
    const refused = asRefused(thrown);
    useView.getState().say({ kind: "error", text: refused.message, ...(refused.remedy === null ? {} : { detail: refused.remedy }) });
  });
}

export function Subject({ row, place }: { readonly row: ApprovalRow; readonly place: PlaceRow | undefined }) {
  const now = useNow(true);
  const utc = useAsk("settings.get", {}).data?.utc ?? false;
  const time = (ms: number) => `${fullTime(ms, zoneOf(utc))} ${zoneName(utc)}`;
  const board = formatRoute({ page: "pipeline", subject: { kind: "pipeline", place: row.place, name: row.pipeline }, mode: "run", execution: row.execution || null, action: `${row.stage}/${row.action}` });
  return (
    <section id="ps-approval" className="ps-approval" aria-labelledby="ps-approval-title" data-region tabIndex={-1}>
      <header className="ps-approval-head">
        <div>
          <h2 id="ps-approval-title">
            Approve {row.action} of {row.pipeline}?
          </h2>
          <p className="ps-secondary">
            Stage {row.stage}, action {row.action}
            {row.execution === "" ? null : (
              <>
                {" "}
                · execution <span className="ps-mono">{shortId(row.execution)}</span>
              </>
            )}
            {row.startedBy == null ? null : ` · started by ${row.startedBy}`} ·{" "}
            <a className="ps-row-link" href={board}>
              Show on the board
            </a>
          </p>
        </div>
        <Expiry row={row} now={now} time={(ms) => `${dayTime(ms, now, zoneOf(utc))} ${zoneName(utc)}`} />
      </header>
      <h3>
        Revisions <span className="ps-secondary">{row.revisions.length}</span>
      </h3>
      {row.revisions.length === 0 ? (
        <p className="ps-secondary">This place does not name the revisions of the execution. The board shows its source actions.</p>
      ) : (
        <ul className="ps-approval-revisions">
          {row.revisions.map((one) => (
            <li key={`${one.name} ${one.revision}`}>
              <span className="ps-mono ps-approval-revision" title={one.revision}>
                {shortRevision(one.revision)}
              </span>
              <span className="ps-approval-what">
                {one.summary == null ? <span className="ps-secondary">No summary</span> : <strong>{one.summary}</strong>}
                {one.url == null ? null : <Link to={one.url} />}
              </span>
              <span className="ps-secondary">{one.name}</span>
            </li>
          ))}
        </ul>
      )}
      <h3>From the pipeline</h3>
      {row.customData == null && row.link == null ? <p className="ps-secondary">The action has no custom data and no link.</p> : null}
      {row.customData == null ? null : <p className="ps-approval-data">{row.customData}</p>}
      {row.link == null ? null : (
        <p>
          <Link to={row.link} />
        </p>
      )}
      <h3>Facts</h3>
      <dl className="ps-facts">
        <Fact name="Pipeline">{row.pipeline}</Fact>
        <Fact name="Stage">{row.stage}</Fact>
        <Fact name="Action">{row.action}</Fact>
        {row.execution === "" ? null : (
          <Fact name="Execution">
            <span className="ps-mono">{row.execution}</span>
          </Fact>
        )}
        <Fact name="Started by">{row.startedBy ?? "Not known"}</Fact>
        <Fact name="Waiting since">{row.sinceMs > 0 ? `${time(row.sinceMs)} (${span(now - row.sinceMs)})` : "Not known"}</Fact>
        <Fact name="Expires">{row.expiresMs == null ? "Not known" : time(row.expiresMs)}</Fact>
        <Fact name="Place">{[placeName(row.place, place), row.place === "local" ? null : place?.account, row.place === "local" ? null : place?.region].filter((part) => part != null).join(" · ")}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Link({ to }: { readonly to: string }) {
  return (
    <button type="button" className="ps-link ps-approval-link" title="Opens in your browser" onClick={() => openLink(to)}>
      {to}
    </button>
  );
}

function Expiry({ row, now, time }: { readonly row: ApprovalRow; readonly now: number; readonly time: (ms: number) => string }) {
  const rest = row.expiresMs == null ? null : row.expiresMs - now;
  return (
    <p className="ps-approval-expiry">
      <strong className={isSoon(row, now) ? "ps-tone-warning" : undefined}>{rest === null ? "Expiry not known" : rest > 0 ? left(rest) : "Expired"}</strong>
      <span className="ps-secondary">
        {row.expiresMs == null ? "By default an approval fails after 7 days" : rest !== null && rest > 0 ? `until it fails by itself, ${time(row.expiresMs)}` : `on ${time(row.expiresMs)}`}
      </span>
    </p>
  );
}

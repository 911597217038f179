/** Places: this computer, the profiles of the AWS configuration, and endpoints or keys that were added here. */
import Modal from "@cloudscape-design/components/modal";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import type { Failure, PlaceRow } from "../generated/studio";
import { Glyph, StatusIcon, StatusWord } from "../glyphs";
import { Refused, sentence } from "../host";
import { isFinal, useAsk } from "../state/queries";
import { Told } from "../shell/Told";
import { Trouble, Waiting } from "../shell/Waiting";
import { closePlace, openPlace, removePlace, showPipelines, usePlaceActs } from "./acts";
import { AddDialog } from "./AddDialog";
import { Local } from "./Local";
import { isBroken, sourceWords, stateOf } from "./words";
import "./places.css";

/** From so many profiles on they can be searched. */
const MANY = 9;

export function PlacesPage() {
  const places = useAsk("places.list", {});
  const said = usePlaceActs((all) => all.said);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PlaceRow | null>(null);
  const [text, setText] = useState("");
  if (places.data === undefined)
    return places.isError ? <Trouble title="The places could not be read" error={places.error} onRetry={isFinal(places.error) ? undefined : () => void places.refetch()} /> : <Waiting text="Reading the places" />;
  const local = places.data.find((row) => row.kind === "local");
  const profiles = places.data.filter((row) => row.kind === "aws" && !isBroken(row));
  const added = places.data.filter((row) => row.kind === "endpoint" && !isBroken(row));
  const broken = places.data.filter(isBroken);
  const words = text.trim().toLowerCase();
  const found = profiles.filter((row) => `${row.name} ${row.region ?? ""} ${row.account ?? ""}`.toLowerCase().includes(words));
  return (
    <div className="ps-places">
      <div className="ps-places-head">
        <p>Nothing is sent anywhere before you open a place. Opening it asks AWS who you are there, with sts:GetCallerIdentity.</p>
        <button type="button" className="ps-button" data-primary onClick={() => setAdding(true)}>
          Add a place
        </button>
      </div>
      <p className="ps-hidden" role="status">
        {said}
      </p>
      {local === undefined ? null : <Local row={local} />}
      {broken.map((row) => (
        <section key={row.id} className="ps-places-box" aria-label={row.name}>
          <div className="ps-places-broken">
            <strong>{row.name}</strong>
            {row.problem == null ? null : <Problem problem={row.problem} />}
          </div>
        </section>
      ))}
      <section className="ps-places-box" aria-labelledby="ps-places-profiles">
        <header>
          <h2 id="ps-places-profiles">
            AWS profiles <span className="ps-secondary">{profiles.length}</span>
          </h2>
          <p className="ps-secondary">From your AWS configuration, ~/.aws/config and ~/.aws/credentials</p>
          {profiles.length < MANY ? null : <input className="ps-field ps-places-find" type="search" aria-label="Find a profile" placeholder="Find a profile" value={text} onChange={(event) => setText(event.target.value)} />}
          <button type="button" className="ps-link" disabled={places.isFetching} onClick={() => void places.refetch()}>
            {places.isFetching ? "Reading…" : "Read again"}
          </button>
        </header>
        {profiles.length === 0 ? <NoProfiles /> : <PlaceTable label="AWS profiles" rows={found} empty="No profile is called that." />}
      </section>
      <section className="ps-places-box" aria-labelledby="ps-places-added">
        <header>
          <h2 id="ps-places-added">
            Added here <span className="ps-secondary">{added.length}</span>
          </h2>
          <p className="ps-secondary">Endpoints and access keys of your own; the keys are in the OS keyring</p>
        </header>
        {added.length === 0 ? (
          <p className="ps-places-none">No place was added. Add one for another server that speaks the CodePipeline API, or for access keys that no profile holds.</p>
        ) : (
          <PlaceTable label="Added places" rows={added} empty="" onRemove={setRemoving} />
        )}
      </section>
      {adding ? <AddDialog onClose={() => setAdding(false)} /> : null}
      {removing === null ? null : <RemoveDialog row={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

interface PlaceTableProps {
  readonly label: string;
  readonly rows: readonly PlaceRow[];
  readonly empty: string;
  readonly onRemove?: (row: PlaceRow) => void;
}

function PlaceTable({ label, rows, empty, onRemove }: PlaceTableProps) {
  const columns: TableProps.ColumnDefinition<PlaceRow>[] = [
    {
      id: "name",
      header: "Name",
      isRowHeader: true,
      width: 190,
      cell: (row) => (
        <span className="ps-place-lines">
          <strong>{row.name}</strong>
          <span className="ps-secondary">
            {row.kind === "aws" ? sourceWords(row.source) : `${row.endpoint == null ? "AWS" : "Endpoint"} · ${sourceWords(row.source)}`}
          </span>
        </span>
      ),
    },
    { id: "region", header: "Region", width: 120, cell: (row) => row.region ?? <span className="ps-secondary">None set</span> },
    {
      id: "account",
      header: "Account and identity",
      cell: (row) =>
        row.account == null && row.endpoint == null ? (
          <span className="ps-secondary">Known once it is open</span>
        ) : (
          <span className="ps-place-lines">
            {row.account == null ? null : <span className="ps-mono">{row.account}</span>}
            {row.arn == null ? null : <span className="ps-mono ps-secondary">{row.arn}</span>}
            {row.endpoint == null ? null : (
              <span>
                <span className="ps-secondary">Endpoint </span>
                <span className="ps-mono">{row.endpoint}</span>
              </span>
            )}
          </span>
        ),
    },
    { id: "state", header: "State", width: 320, cell: (row) => <State row={row} /> },
    { id: "acts", header: <span className="ps-hidden">Actions</span>, width: 320, cell: (row) => <Acts row={row} onRemove={onRemove} /> },
  ];
  return <Table variant="borderless" wrapLines items={rows} trackBy="id" ariaLabels={{ tableLabel: label }} empty={empty} columnDefinitions={columns} />;
}

function State({ row }: { readonly row: PlaceRow }) {
  const refusal = usePlaceActs((all) => all.refusals[row.id]);
  const busy = usePlaceActs((all) => all.busy.includes(row.id));
  const problem = row.problem ?? refusal;
  const { status, word } = stateOf(problem == null ? row : { ...row, problem });
  return (
    <span className="ps-place-lines">
      {busy ? <StatusWord status="in-progress" word="Asking" /> : <StatusWord status={status} word={word} />}
      {problem == null || busy ? null : <Problem problem={problem} />}
    </span>
  );
}

/** A problem and its remedy. */
function Problem({ problem }: { readonly problem: Failure }) {
  const { message, remedy } = new Refused(problem);
  return (
    <span className="ps-place-told">
      <span>
        <Told text={sentence(message)} />
      </span>
      {remedy === null ? null : (
        <span className="ps-secondary">
          <Told text={remedy} />
        </span>
      )}
    </span>
  );
}

function Acts({ row, onRemove }: { readonly row: PlaceRow; readonly onRemove: ((row: PlaceRow) => void) | undefined }) {
  const busy = usePlaceActs((all) => all.busy.includes(row.id));
  return (
    <span className="ps-place-acts">
      {row.opened ? (
        <>
          <button type="button" className="ps-link" aria-label={`Show pipelines of ${row.name}`} onClick={() => showPipelines(row)}>
            Show pipelines
          </button>
          <button type="button" className="ps-button" aria-label={`Close ${row.name}`} disabled={busy} onClick={() => closePlace(row)}>
            Close
          </button>
        </>
      ) : (
        <button type="button" className="ps-button" aria-label={`Open ${row.name}`} title="Asks sts:GetCallerIdentity" disabled={busy} onClick={() => openPlace(row)}>
          {row.problem == null ? "Open" : "Open again"}
        </button>
      )}
      {onRemove === undefined ? null : (
        <button type="button" className="ps-button" aria-label={`Remove ${row.name}`} disabled={busy} onClick={() => onRemove(row)}>
          Remove
        </button>
      )}
    </span>
  );
}

function NoProfiles() {
  return (
    <div className="ps-places-none">
      <p>
        <Glyph name="cloud" /> <strong>No profile was found.</strong> Make one with the AWS CLI, in a terminal:
      </p>
      <ul>
        <li>
          <code>aws configure sso</code> for IAM Identity Center
        </li>
        <li>
          <code>aws login</code> with the credentials you use in the AWS console
        </li>
        <li>
          <code>aws configure</code> for an access key
        </li>
      </ul>
      <p className="ps-secondary">Then choose “Read again”.</p>
    </div>
  );
}

function RemoveDialog({ row, onClose }: { readonly row: PlaceRow; readonly onClose: () => void }) {
  return (
    <Modal
      visible
      header={`Remove ${row.name}?`}
      onDismiss={onClose}
      closeAriaLabel="Cancel"
      footer={
        <span className="ps-places-foot">
          <button type="button" className="ps-button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            className="ps-button"
            data-danger
            onClick={() => {
              onClose();
              removePlace(row);
            }}
          >
            Remove
          </button>
        </span>
      }
    >
      <p className="ps-places-says">
        <StatusIcon status="warning" /> Its keys are deleted from the OS keyring. Nothing changes at the place itself.
      </p>
    </Modal>
  );
}

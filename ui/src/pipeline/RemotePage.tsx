/** A pipeline that has no file here: its definition as it stands at its place, its executions, and starting one. */
import Modal from "@cloudscape-design/components/modal";
import { useMemo, useState } from "react";
import { Board } from "../board";
import { readDefinition, type Target } from "../document";
import type { GetPipelineOutput, StartPipelineExecutionOutput } from "../generated/codepipeline";
import { asRefused } from "../host";
import { Inspector, readCatalog } from "../inspector";
import { useProvideActs } from "../state/acts";
import { change, useApi, useAsk } from "../state/queries";
import { go } from "../state/route";
import { useView } from "../state/view";
import { TopBar } from "../shell/TopBar";
import { Trouble, Waiting } from "../shell/Waiting";
import { ModeSwitch } from "./ModeSwitch";
import { RunView } from "./RunView";
import type { PipelineRoute } from ".";

export function RemotePage({ place, name, route }: { readonly place: string; readonly name: string; readonly route: PipelineRoute }) {
  const got = useApi<GetPipelineOutput>({ place, operation: "GetPipeline", input: { name } });
  const catalogReply = useAsk("catalog", {}).data;
  const catalog = useMemo(() => readCatalog(catalogReply), [catalogReply]);
  const definition = useMemo(() => (got.data?.pipeline === undefined ? undefined : readDefinition(JSON.stringify(got.data.pipeline, null, 2), "json")), [got.data]);
  const [selection, setSelection] = useState<Target>({ kind: "pipeline" });
  // An endpoint of its own has no console.
  const at = useAsk("places.list", {}).data?.find((row) => row.id === place);
  const console = at !== undefined && at.kind !== "local" && at.endpoint == null;
  const [asking, setAsking] = useState(false);
  const show = (mode: "edit" | "run") => go({ ...route, mode, execution: null, action: null });
  const run = definition === undefined ? undefined : () => setAsking(true);
  return (
    <>
      <TopBar
        place={place}
        title={name}
        end={
          <>
            {console ? (
              <button type="button" className="ps-button" onClick={() => void change("open", { what: "console", place, pipeline: name }).catch((thrown: unknown) => useView.getState().say({ kind: "error", text: asRefused(thrown).message }))}>
                Open in AWS console
              </button>
            ) : null}
            <button type="button" className="ps-button" data-primary disabled={run === undefined} onClick={run}>
              Run
            </button>
          </>
        }
      >
        <ModeSwitch mode={route.mode} onMode={show} />
      </TopBar>
      {route.mode === "run" ? (
        <RunView place={place} name={name} route={route} acts={{ run, showEdit: () => show("edit") }} />
      ) : got.isError ? (
        <Trouble title="The pipeline could not be read" error={got.error} onRetry={() => void got.refetch()} />
      ) : definition === undefined ? (
        <Waiting text="Reading the pipeline" />
      ) : (
        <div className="ps-split" data-side>
          <div className="ps-work">
            <div className="ps-stage" data-region tabIndex={-1}>
              <Board pipeline={definition.pipeline} mode="edit" strip selection={selection} onSelect={setSelection} onOpen={setSelection} />
            </div>
          </div>
          <div className="ps-side" data-region tabIndex={-1}>
            <Inspector definition={definition} target={selection} catalog={catalog} readOnly onEdit={() => undefined} onSelect={setSelection} />
          </div>
        </div>
      )}
      {asking && definition !== undefined ? (
        <StartDialog place={place} name={name} variables={definition.pipeline.variables} onClose={() => setAsking(false)} onStarted={(execution) => go({ ...route, mode: "run", execution, action: null })} />
      ) : null}
      {route.mode === "run" ? null : <ActsOf run={run} show={show} />}
    </>
  );
}

function ActsOf({ run, show }: { readonly run: (() => void) | undefined; readonly show: (mode: "edit" | "run") => void }) {
  useProvideActs({ run, showEdit: () => show("edit"), showRun: () => show("run") });
  return null;
}

interface StartProps {
  readonly place: string;
  readonly name: string;
  readonly variables: readonly { readonly name: string; readonly defaultValue: string | undefined; readonly description: string | undefined }[];
  readonly onClose: () => void;
  readonly onStarted: (execution: string | null) => void;
}

function StartDialog({ place, name, variables, onClose, onStarted }: StartProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const missing = variables.some((one) => one.defaultValue === undefined && (values[one.name] ?? "") === "");
  const start = async () => {
    setBusy(true);
    try {
      const given = variables.flatMap((one) => (values[one.name] ? [{ name: one.name, value: values[one.name] }] : []));
      const reply = (await change("api", { place, operation: "StartPipelineExecution", input: { name, ...(given.length === 0 ? {} : { variables: given }) } })) as StartPipelineExecutionOutput;
      onClose();
      onStarted(reply.pipelineExecutionId ?? null);
    } catch (thrown) {
      setProblem(asRefused(thrown).message);
      setBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={`Run ${name}`}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <span className="ps-dialog-foot">
          <button type="button" className="ps-button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="ps-button" data-primary disabled={busy || missing} onClick={() => void start()}>
            Run
          </button>
        </span>
      }
    >
      <p>{place === "local" ? "Starts an execution on this computer." : "Starts an execution in the account of this place. It does there what its actions say."}</p>
      {variables.map((one) => (
        <label key={one.name} className="ps-labelled">
          <span className="ps-strong">{one.name}</span>
          <input className="ps-field" placeholder={one.defaultValue ?? "Required"} value={values[one.name] ?? ""} onChange={(event) => setValues({ ...values, [one.name]: event.target.value })} />
          {one.description === undefined ? null : <span className="ps-secondary">{one.description}</span>}
        </label>
      ))}
      {problem === "" ? null : (
        <p role="alert" className="ps-tone-error">
          {problem}
        </p>
      )}
    </Modal>
  );
}

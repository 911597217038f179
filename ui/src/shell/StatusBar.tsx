/** The status bar: the engine, its endpoint, and whether events arrive. */
import { useAsk } from "../state/queries";
import { useView } from "../state/view";
import { clock, count } from "./time";

export function StatusBar() {
  const hello = useAsk("hello", {});
  const rows = useAsk("pipelines.list", { place: "local" }).data;
  const feed = useView((view) => view.feed);
  const last = useView((view) => view.lastEventMs);
  const running = rows?.filter((row) => row.lastExecution?.status === "InProgress").length ?? 0;
  const endpoint = hello.data?.endpoint?.replace(/^https?:\/\//, "");
  const words = { live: last === null ? "Events live" : `Events live · last ${clock(last)}`, connecting: "Connecting to events", lost: "Events lost, trying again" }[feed];
  return (
    <footer className="ps-status-bar" aria-label="Status" data-region tabIndex={-1}>
      <span className="ps-lamp" data-tone={hello.isError ? "error" : "success"} aria-hidden />
      <span>{hello.isError ? "Pipesmith does not answer" : `This computer${endpoint === undefined ? "" : ` · ${endpoint}`}`}</span>
      <span className="ps-status-part">{running === 0 ? "No executions in progress" : `${count(running, "pipeline")} in progress`}</span>
      <span className="ps-top-space" />
      <span className={feed === "lost" ? "ps-tone-error" : undefined}>{words}</span>
      <span className="ps-status-part">{hello.data === undefined ? "" : `Version ${hello.data.version}`}</span>
    </footer>
  );
}

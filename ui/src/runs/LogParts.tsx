/** Which log of a batch is shown: the batch's own or one build's, each with how it stands. Reads nothing itself. */
import { StatusIcon, type StatusKind } from "../glyphs";

const kinds: Readonly<Record<string, StatusKind>> = {
  IN_PROGRESS: "in-progress",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  FAULT: "failed",
  TIMED_OUT: "failed",
  STOPPED: "stopped",
  NOT_STARTED: "skipped",
};

/** Whether a build's status is a failure. */
export function isBad(status: string | undefined): boolean {
  return status !== undefined && kinds[status] === "failed";
}

interface Props {
  readonly names: readonly string[];
  /** CodeBuild's word for each build whose status is known. */
  readonly builds: Readonly<Record<string, string>>;
  readonly running: boolean;
  /** The build that is shown; null: the batch. */
  readonly chosen: string | null;
  readonly onChoose: (name: string | null) => void;
}

export function LogParts({ names, builds, running, chosen, onChoose }: Props) {
  // A build that has not begun, or never will, has a status but no log.
  const unstarted = Object.keys(builds).filter((name) => !names.includes(name));
  return (
    <div className="ps-phases" role="group" aria-label="Builds of the batch">
      <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)}>
        Batch
        <span>{running ? "running" : ""}</span>
      </button>
      {names.map((name) => {
        const status = builds[name];
        return (
          <button key={name} type="button" aria-pressed={chosen === name} data-failed={isBad(status) || undefined} onClick={() => onChoose(name)}>
            {status === undefined ? null : <StatusIcon status={kinds[status] ?? "not-started"} />}
            {name}
          </button>
        );
      })}
      {unstarted.map((name) => (
        <button key={name} type="button" disabled title="This build was not started">
          <StatusIcon status="skipped" />
          {name}
        </button>
      ))}
    </div>
  );
}

/** The decisions of this window: the one that waits, those on their way, comments not sent yet, and refusals. */
import { create } from "zustand";
import { asRefused, type Refused } from "../host";
import { change } from "../state/queries";
import { formatRoute } from "../state/route";
import { useView } from "../state/view";
import { undoQueue, type Decision, type Pending } from "./queue";

type ByToken<T> = Readonly<Record<string, T>>;

interface Decisions {
  readonly pending: Pending | null;
  /** On their way to the place. */
  readonly sending: ByToken<Decision>;
  /** Recorded; the list may still hold them for a moment. */
  readonly recorded: ByToken<true>;
  readonly comments: ByToken<string>;
  readonly refusals: ByToken<Refused>;
}

export const useDecisions = create<Decisions>()(() => ({ pending: null, sending: {}, recorded: {}, comments: {}, refusals: {} }));

function without<T>(from: ByToken<T>, token: string): ByToken<T> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key !== token));
}

/** Keeps what is typed, so that neither a refusal nor a look elsewhere loses it. */
export function setComment(token: string, comment: string): void {
  useDecisions.setState(({ comments }) => ({ comments: { ...comments, [token]: comment } }));
}

async function send(decision: Decision): Promise<void> {
  const { row, approve, summary } = decision;
  const { place, pipeline, stage, action, token } = row;
  const view = useView.getState();
  useDecisions.setState(({ sending, refusals }) => ({ sending: { ...sending, [token]: decision }, refusals: without(refusals, token) }));
  try {
    await change("approvals.decide", { place, pipeline, stage, action, token, approve, summary });
    useDecisions.setState(({ comments, recorded }) => ({ comments: without(comments, token), recorded: { ...recorded, [token]: true } }));
    const to = formatRoute({ page: "pipeline", subject: { kind: "pipeline", place, name: pipeline }, mode: "run", execution: row.execution || null, action: null });
    view.say({
      kind: "success",
      text: `${action} of ${pipeline} was ${approve ? "approved" : "rejected"}`,
      ...(summary === "" ? {} : { detail: `You wrote: ${summary}` }),
      execution: row.execution || undefined,
      go: { label: "Show the run", to },
    });
  } catch (thrown) {
    const refused = asRefused(thrown);
    useDecisions.setState(({ refusals }) => ({ refusals: { ...refusals, [token]: refused } }));
    const parts = [refused.whole, summary === "" ? null : `You wrote: ${summary}`];
    view.say({ kind: "error", text: `${action} of ${pipeline} was not ${approve ? "approved" : "rejected"}`, detail: parts.filter((part) => part !== null).join(" ") });
  } finally {
    useDecisions.setState(({ sending }) => ({ sending: without(sending, token) }));
  }
}

/** Takes decisions and gives a moment to take them back. Lives as long as the window. */
export const queue = undoQueue({
  send: (decision) => void send(decision),
  onPending: (pending) => useDecisions.setState({ pending }),
});

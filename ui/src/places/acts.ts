/** Opening, closing and removing places, and what is on its way or went wrong. */
import { create } from "zustand";
import type { PlaceRow } from "../generated/studio";
import { asRefused, type Refused } from "../host";
import { change } from "../state/queries";
import { go } from "../state/route";
import { useView } from "../state/view";

interface PlaceActs {
  /** Places that are being opened, closed or removed. */
  readonly busy: readonly string[];
  /** The last refusal by place, until it is tried again. */
  readonly refusals: Readonly<Record<string, Refused>>;
  /** What happened last, for screen readers. */
  readonly said: string;
}

export const usePlaceActs = create<PlaceActs>()(() => ({ busy: [], refusals: {}, said: "" }));

async function attempt(row: PlaceRow, done: string, failed: string, act: () => Promise<PlaceRow | null>): Promise<void> {
  const { id, name } = row;
  usePlaceActs.setState(({ busy, refusals }) => ({ busy: [...busy, id], said: "", refusals: Object.fromEntries(Object.entries(refusals).filter(([key]) => key !== id)) }));
  try {
    const now = await act();
    usePlaceActs.setState({ said: now?.problem == null ? `${name} ${done}` : `${name}: ${now.problem.message}` });
  } catch (thrown) {
    const refused = asRefused(thrown);
    usePlaceActs.setState(({ refusals }) => ({ said: `${name} ${failed}: ${refused.message}`, refusals: { ...refusals, [id]: refused } }));
  } finally {
    usePlaceActs.setState(({ busy }) => ({ busy: busy.filter((one) => one !== id) }));
  }
}

/** Asks the place who we are there. */
export function openPlace(row: PlaceRow): void {
  void attempt(row, "is open", "did not open", () => change("places.open", { place: row.id }));
}

/** Forgets the identity. */
export function closePlace(row: PlaceRow): void {
  void attempt(row, "is closed", "was not closed", async () => {
    const closed = await change("places.close", { place: row.id });
    leave(row);
    return closed;
  });
}

/** Forgets a place that was added here, and its keys. */
export function removePlace(row: PlaceRow): void {
  void attempt(row, "was removed", "was not removed as a whole", async () => {
    try {
      await change("places.remove", { place: row.id });
    } catch (thrown) {
      // The row may be gone already, and with it the place where this could be read.
      const { message, remedy } = asRefused(thrown);
      useView.getState().say({ kind: "error", text: message, ...(remedy === null ? {} : { detail: remedy }) });
      throw thrown;
    }
    leave(row);
    return null;
  });
}

/** Lists the place's pipelines. */
export function showPipelines(row: PlaceRow): void {
  useView.getState().setPlace(row.id);
  go({ page: "pipelines" });
}

/** No view may stay at a place that is not open any more. */
function leave(row: PlaceRow): void {
  if (useView.getState().place === row.id) useView.getState().setPlace("local");
}

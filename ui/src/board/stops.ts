/** Where the keyboard can stand on the board, and where each key leads. Pure. */
import type { BoardLayout, Cell, StageId } from "../document";

/** One place of the roving focus. */
export interface Stop {
  readonly id: string;
  readonly kind: "pseudo" | "gate" | "stage" | "cell";
  readonly stage: StageId;
  /** Lane index; -1 and the number of lanes for the narrow ones. */
  readonly lane: number;
  readonly band: number;
  readonly cell: Cell | undefined;
}

/** All stops in the order of execution; gates are stops where they can be closed. */
export function stopsOf(board: BoardLayout, gates: boolean): Stop[] {
  const stops: Stop[] = [];
  const pseudo = (id: string, lane: number): Stop => ({ id, kind: "pseudo", stage: "", lane, band: -1, cell: undefined });
  if (board.pseudo) stops.push(pseudo("triggers", -1));
  for (const lane of board.lanes) {
    if (gates && lane.index > 0) stops.push({ id: `gate:${lane.stage}`, kind: "gate", stage: lane.stage, lane: lane.index, band: -2, cell: undefined });
    stops.push({ id: `stage:${lane.stage}`, kind: "stage", stage: lane.stage, lane: lane.index, band: -1, cell: undefined });
    lane.bands.forEach((band, index) => {
      for (const cell of band.cells) stops.push({ id: `cell:${cell.id}`, kind: "cell", stage: lane.stage, lane: lane.index, band: index, cell });
    });
  }
  if (board.pseudo) stops.push(pseudo("end", board.lanes.length));
  return stops;
}

/**
 * The stop that a key leads to: up and down within the lane, left and right to the next lane (by
 * way of the gate from a stage's header), Home and End, page keys by band.
 */
export function neighbour(stops: readonly Stop[], from: Stop, key: string): Stop | undefined {
  const lane = stops.filter((stop) => stop.lane === from.lane && stop.kind !== "gate");
  const at = lane.indexOf(from);
  switch (key) {
    case "ArrowDown":
      return from.kind === "gate" ? lane[0] : lane[at + 1];
    case "ArrowUp":
      return from.kind === "gate" ? undefined : lane[at - 1];
    case "Home":
      return stops[0];
    case "End":
      return stops.at(-1);
    case "PageDown":
      return lane.find((stop) => stop.band > from.band && stop.kind === "cell");
    case "PageUp": {
      const before = lane.filter((stop) => stop.band < from.band);
      const band = before.at(-1)?.band;
      return before.find((stop) => stop.band === band);
    }
    case "ArrowLeft":
    case "ArrowRight":
      return sideways(stops, from, key === "ArrowRight" ? 1 : -1);
    default:
      return undefined;
  }
}

function sideways(stops: readonly Stop[], from: Stop, step: 1 | -1): Stop | undefined {
  if (from.kind === "cell") {
    // The card in the next lane whose row is nearest; the header of an empty lane.
    const next = stops.filter((stop) => stop.lane === from.lane + step && stop.kind !== "gate");
    const cells = next.filter((stop) => stop.kind === "cell");
    const row = from.cell?.row ?? 0;
    const nearest = [...cells].sort((a, b) => Math.abs((a.cell?.row ?? 0) - row) - Math.abs((b.cell?.row ?? 0) - row))[0];
    return nearest ?? next[0];
  }
  const line = stops.filter((stop) => stop.kind !== "cell");
  return line[line.indexOf(from) + step];
}

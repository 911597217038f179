/**
 * Where everything on the board stands: pure arithmetic from the model and the fixed measures.
 * Lanes are stages from left to right, bands are steps (run orders) from top to bottom, actions of
 * one step lie side by side. It measures nothing and draws nothing.
 */
import type { Flow } from "./flow";
import { deriveFlow, stepsOf } from "./flow";
import { bottom, measures, right, type Rect } from "./geometry";
import type { ActionId, Pipeline, StageId } from "./model";
import { routeWires, type Wire } from "./route";
import { placeStubs, type Stub } from "./stubs";

export interface LayoutOptions {
  /** Edit mode has a row to add a step under each lane. */
  readonly mode?: "edit" | "run";
  /** Large cards, with what the actions are configured with. */
  readonly detail?: boolean;
  /** Narrow lanes for triggers and the end of the pipeline; edit mode has them unless told otherwise. */
  readonly pseudoLanes?: boolean;
  /** Stages whose inbound transition is closed: the lane before keeps room for the reason. */
  readonly closed?: ReadonlySet<StageId>;
}

/** A card, or a counted stack of more actions than a band shows. */
export interface Cell {
  /** The action's id, or `Stage#runOrder` for a stack. */
  readonly id: string;
  readonly kind: "action" | "stack";
  readonly actions: readonly ActionId[];
  readonly rect: Rect;
  readonly lane: number;
  readonly band: number;
  /** Row of cards within the lane, counted over all bands. */
  readonly row: number;
  readonly column: number;
}

/** One step of a stage. */
export interface Band {
  readonly runOrder: number;
  /** Label row, cards and stub rows. */
  readonly rect: Rect;
  readonly firstRow: number;
  readonly rows: number;
  readonly cells: readonly Cell[];
  /** Whether two or more actions run side by side. */
  readonly parallel: boolean;
}

export interface Lane {
  readonly stage: StageId;
  readonly index: number;
  /** The height is what the lane needs; the board stretches all lanes to one height. */
  readonly rect: Rect;
  readonly columns: number;
  readonly bands: readonly Band[];
  readonly rows: number;
  readonly addStep: Rect | undefined;
  /** Where the words about a closed transition after this lane begin. */
  readonly note: Rect;
}

/** The transition between two neighbouring lanes; the centre of its mark. */
export interface Gate {
  /** The stage that it leads into. */
  readonly stage: StageId;
  readonly from: StageId;
  readonly x: number;
  readonly y: number;
}

export interface BoardLayout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly Lane[];
  readonly gates: readonly Gate[];
  /** In the order of execution: by lane, band, then as written. */
  readonly cells: readonly Cell[];
  readonly cellOf: ReadonlyMap<ActionId, Cell>;
  readonly wires: readonly Wire[];
  readonly stubs: readonly Stub[];
  readonly pseudo: { readonly triggers: Rect; readonly end: Rect } | undefined;
  readonly flow: Flow;
}

/** Lays a pipeline out. */
export function layout(pipeline: Pipeline, options: LayoutOptions = {}): BoardLayout {
  const edit = options.mode !== "run";
  const pseudoLanes = options.pseudoLanes ?? edit;
  const { margin, lanePadding, columnGap, gutter, header, label, stubRow, mostColumns, mostCards } = measures;
  const card = options.detail === true ? measures.detail : measures.card;
  // One row of cards.
  const pitch = label + card.height + stubRow;
  const top = margin;
  let x = margin + (pseudoLanes ? measures.pseudoLane + measures.pseudoGap : 0);
  const lanes: Lane[] = [];
  const gates: Gate[] = [];
  const cells: Cell[] = [];
  const cellOf = new Map<ActionId, Cell>();
  let height = 0;

  pipeline.stages.forEach((stage, index) => {
    const steps = stepsOf(stage.actions);
    const widest = Math.max(1, ...steps.map(({ actions }) => (actions.length > mostCards ? 1 : actions.length)));
    const columns = Math.min(mostColumns, widest);
    const width = card.width * columns + columnGap * (columns - 1) + 2 * lanePadding;
    const bands: Band[] = [];
    let row = 0;
    steps.forEach(({ runOrder, actions }, band) => {
      const firstRow = row;
      const stack = actions.length > mostCards;
      const groups: ActionId[][] = stack ? [actions.map((action) => action.id)] : actions.map((action) => [action.id]);
      const rows = Math.ceil(groups.length / columns);
      const placed = groups.map((ids, i): Cell => {
        const column = i % columns;
        const cardRow = firstRow + Math.floor(i / columns);
        const cell: Cell = {
          id: stack ? `${stage.id}#${runOrder}` : (ids[0] ?? ""),
          kind: stack ? "stack" : "action",
          actions: ids,
          rect: {
            x: x + lanePadding + column * (card.width + columnGap),
            y: top + header + label + cardRow * pitch,
            ...card,
          },
          lane: index,
          band,
          row: cardRow,
          column,
        };
        for (const id of ids) cellOf.set(id, cell);
        return cell;
      });
      cells.push(...placed);
      bands.push({
        runOrder,
        rect: { x, y: top + header + firstRow * pitch, width, height: rows * pitch },
        firstRow,
        rows,
        cells: placed,
        parallel: actions.length > 1,
      });
      row += rows;
    });
    const below = top + header + row * pitch + measures.addStepGap;
    const addStep = edit
      ? { x: x + lanePadding, y: below, width: width - 2 * lanePadding, height: measures.addStep }
      : undefined;
    const next = pipeline.stages[index + 1];
    const noted = next !== undefined && options.closed?.has(next.id) === true;
    const note = { x: x + lanePadding, y: (addStep ? bottom(addStep) : below) + 8, width: width - 2 * lanePadding, height: noted ? measures.note : 0 };
    const end = noted ? bottom(note) : addStep ? bottom(addStep) : Math.max(below, top + header + pitch);
    const rect = { x, y: top, width, height: end + lanePadding - top };
    lanes.push({ stage: stage.id, index, rect, columns, bands, rows: row, addStep, note });
    if (next) gates.push({ stage: next.id, from: stage.id, x: right(rect) + gutter / 2, y: top + 16 });
    height = Math.max(height, rect.height);
    x += width + gutter;
  });

  const lastRight = lanes.length > 0 ? x - gutter : x;
  const flow = deriveFlow(pipeline);
  const { wires, far } = routeWires(lanes, cells, cellOf, flow);
  const stubs = placeStubs(pipeline, lanes, cells, cellOf, flow, wires, far);
  const pseudo = pseudoLanes
    ? {
        triggers: { x: margin, y: top, width: measures.pseudoLane, height },
        end: { x: lastRight + measures.pseudoGap, y: top, width: measures.pseudoLane, height },
      }
    : undefined;
  return {
    width: (pseudo ? right(pseudo.end) : lastRight) + margin,
    height: top + height + margin,
    lanes,
    gates,
    cells,
    cellOf,
    wires,
    stubs,
    pseudo,
    flow,
  };
}

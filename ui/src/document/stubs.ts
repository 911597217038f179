/**
 * Named stubs: the two ends of a link that no wire shows. The producer's stands under its card, the
 * consumer's in the label row above its card. Widths come from the letters' advance widths.
 */
import type { Flow } from "./flow";
import { measures, right, type Rect } from "./geometry";
import type { Cell, Lane } from "./layout";
import type { ActionId, Pipeline } from "./model";
import type { FarLink, Wire } from "./route";
import { textWidth } from "./text-width";

export interface Stub {
  readonly id: string;
  readonly end: "producer" | "consumer";
  readonly cell: string;
  readonly artifacts: readonly string[];
  /** Colour seed of its artifact, 1 to 5; 0 when it stands for several. */
  readonly seed: number;
  /** What it names: the artifact, or how many. */
  readonly name: string;
  /** Where it goes, on a producer's stub. */
  readonly target: string | undefined;
  /** The whole sentence, for tooltips and screen readers. */
  readonly title: string;
  readonly broken: string | undefined;
  readonly rect: Rect;
  /** Indexes into `flow.links`. */
  readonly links: readonly number[];
}

type Draft = Omit<Stub, "rect"> & { readonly width: number };

const gap = 4;

/** Places the stubs of all links without a wire. */
export function placeStubs(
  pipeline: Pipeline,
  lanes: readonly Lane[],
  cells: readonly Cell[],
  cellOf: ReadonlyMap<ActionId, Cell>,
  flow: Flow,
  wires: readonly Wire[],
  far: readonly FarLink[],
): Stub[] {
  const producers = new Map<string, Map<string, FarLink[]>>();
  const consumers = new Map<string, Map<string, FarLink[]>>();
  const note = (map: Map<string, Map<string, FarLink[]>>, cell: Cell | undefined, artifact: string, link: FarLink | undefined) => {
    if (!cell) return;
    const artifacts = map.get(cell.id) ?? new Map<string, FarLink[]>();
    const links = artifacts.get(artifact) ?? [];
    if (link) links.push(link);
    artifacts.set(artifact, links);
    map.set(cell.id, artifacts);
  };
  for (const one of far) {
    if (one.link.broken === undefined) note(producers, cellOf.get(one.link.from), one.link.artifact, one);
    note(consumers, cellOf.get(one.link.to), one.link.artifact, one);
  }
  for (const { artifact, to } of flow.unproduced) note(consumers, cellOf.get(to), artifact, undefined);

  const leavesBelow = new Set(wires.filter((wire) => !wire.long && wire.head === "right" && startsDown(wire)).map((wire) => wire.from));
  const stageName = (id: ActionId) => pipeline.stages[flow.places.get(id)?.stage ?? -1]?.name ?? "";
  const actionName = (id: ActionId) => id.slice(id.indexOf("/") + 1);
  const stubs: Stub[] = [];

  for (const cell of cells) {
    const made = producers.get(cell.id);
    if (made) {
      const drafts = [...made].map(([artifact, links]): Draft => {
        const stages = [...new Set(links.map(({ link }) => stageName(link.to)))];
        const own = stages.length === 1 && flow.places.get(links[0]?.link.to ?? "")?.stage === cell.lane;
        const target = own ? "later step" : stages.length > 2 ? `${stages.length} stages` : stages.join(", ");
        const takers = links.map(({ link }) => `${actionName(link.to)} in ${stageName(link.to)}`).join(", ");
        return {
          id: `out:${cell.id}:${artifact}`,
          end: "producer",
          cell: cell.id,
          artifacts: [artifact],
          seed: flow.artifacts.get(artifact)?.seed ?? 1,
          name: artifact,
          target,
          title: `${artifact} goes to ${takers}`,
          broken: undefined,
          links: links.map(({ index }) => index),
          width: widthOf(artifact, target),
        };
      });
      const room = leavesBelow.has(cell.id) ? cell.rect.width - 28 : cell.rect.width;
      stubs.push(...lay(merge(drafts, room, "outputs"), cell.rect.x, cell.rect.y + cell.rect.height + 3, room, "left"));
    }
    const taken = consumers.get(cell.id);
    if (taken) {
      const drafts = [...taken].map(([artifact, links]): Draft => {
        const first = links[0]?.link;
        const broken = first ? first.broken : "no action makes it";
        return {
          id: `in:${cell.id}:${artifact}`,
          end: "consumer",
          cell: cell.id,
          artifacts: [artifact],
          seed: flow.artifacts.get(artifact)?.seed ?? 1,
          name: artifact,
          target: undefined,
          title: first
            ? `${artifact} from ${actionName(first.from)} in ${stageName(first.from)}${broken ? `: ${broken}` : ""}`
            : `${artifact}: ${broken ?? ""}`,
          broken,
          links: links.map(({ index }) => index),
          width: widthOf(artifact, undefined),
        };
      });
      const band = lanes[cell.lane]?.bands[cell.band];
      const labelled = cell.column === 0 && band?.firstRow === cell.row;
      const room = cell.rect.width - (labelled ? (band.parallel ? 66 : 22) : 0);
      stubs.push(...lay(merge(drafts, room, "inputs"), right(cell.rect), cell.rect.y - 23, room, "right"));
    }
  }
  return stubs;
}

/** Whether a wire leaves its card by the bottom edge. */
function startsDown({ points: [first, second] }: Wire): boolean {
  return first !== undefined && second !== undefined && first.x === second.x && first.y < second.y;
}

/** Seed, arrow, words and padding. */
function widthOf(name: string, target: string | undefined): number {
  const words = textWidth(name, 11) + (target === undefined ? 0 : textWidth(target, 11) + 4);
  return Math.ceil(32 + words);
}

/** One stub for all when they do not fit beside each other. */
function merge(drafts: readonly Draft[], room: number, word: "inputs" | "outputs"): Draft[] {
  const [first, ...rest] = drafts;
  if (!first) return [];
  const total = drafts.reduce((sum, draft) => sum + draft.width, gap * rest.length);
  if (rest.length === 0 || total <= room) return [...drafts];
  const broken = drafts.find((draft) => draft.broken !== undefined)?.broken;
  const targets = [...new Set(drafts.map((draft) => draft.target))];
  const target = first.end === "consumer" ? undefined : targets.length === 1 ? targets[0] : "several";
  const name = `${drafts.length} ${word}`;
  return [
    {
      ...first,
      id: `${first.end}:${first.cell}`,
      artifacts: drafts.flatMap((draft) => draft.artifacts),
      seed: 0,
      name,
      target,
      title: drafts.map((draft) => draft.title).join("\n"),
      broken,
      links: drafts.flatMap((draft) => draft.links),
      width: widthOf(name, target),
    },
  ];
}

function lay(drafts: readonly Draft[], x: number, y: number, room: number, side: "left" | "right"): Stub[] {
  let at = x;
  const ordered = side === "right" ? [...drafts].reverse() : drafts;
  return ordered.map(({ width: wanted, ...stub }) => {
    const width = Math.min(wanted, room);
    const rect = { x: side === "left" ? at : at - width, y, width, height: measures.stub };
    at += (side === "left" ? 1 : -1) * (width + gap);
    return { ...stub, rect };
  });
}

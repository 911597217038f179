/**
 * Wires between neighbouring lanes and bands, as orthogonal paths: in gutters, label rows, stub
 * rows and column gaps, never across a card, and never two artifacts on one line. What is too far
 * for a wire, or finds no free track, is left to named stubs.
 */
import type { Flow, Link } from "./flow";
import { bottom, right, roundedPath, simplify, type Point } from "./geometry";
import type { Cell, Lane } from "./layout";
import type { ActionId } from "./model";

/** One branch of an artifact from its producer's card to one consumer's card. */
export interface Wire {
  readonly id: string;
  readonly artifact: string;
  /** Indexes into `flow.links`: several when a stack is at an end. */
  readonly links: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  readonly path: string;
  /** Where the arrow points at the consumer. */
  readonly head: "right" | "down";
  /** Farther than the next lane or band: drawn only when all wires or its own trail are asked for. */
  readonly long: boolean;
}

/** Links without a wire to a neighbour: they get stubs. */
export interface FarLink {
  readonly link: Link;
  readonly index: number;
}

const channels = [16, 8, 24, 12, 20, 4, 28];
const ports = [0, 8, -8, 16, -16, 24, -24];
const stubTracks = [12, 16, 8, 20, 4];
const alleyTracks = [-6, -2, -4];
const gapTracks = [-6, -9, -3];
const corridorTracks = [-28, -25, -31, -3, -5];

/** Straight runs that are taken, by their fixed coordinate; one artifact may share its own. */
class Tracks {
  readonly #taken = new Map<number, { from: number; to: number; artifact: string }[]>();

  /** The first of `base + offsets` that is free from `a` to `b`, taken for the artifact. */
  take(base: number, offsets: readonly number[], a: number, b: number, artifact: string): number | undefined {
    const [from, to] = a < b ? [a, b] : [b, a];
    for (const offset of offsets) {
      const at = base + offset;
      const busy = [at - 1, at, at + 1].some((near) =>
        this.#taken.get(near)?.some((run) => run.artifact !== artifact && run.from < to + 2 && from - 2 < run.to),
      );
      if (busy) continue;
      const runs = this.#taken.get(at) ?? [];
      runs.push({ from, to, artifact });
      this.#taken.set(at, runs);
      return at;
    }
    return undefined;
  }
}

interface Job {
  readonly artifact: string;
  readonly from: Cell;
  readonly to: Cell;
  readonly links: number[];
}

/** Routes all links that a wire can show. */
export function routeWires(
  lanes: readonly Lane[],
  cells: readonly Cell[],
  cellOf: ReadonlyMap<ActionId, Cell>,
  flow: Flow,
): { wires: Wire[]; far: FarLink[] } {
  const router = new Router(lanes, cells);
  const near: Job[] = [];
  const long: Job[] = [];
  const far: FarLink[] = [];
  const jobs = new Map<string, Job>();
  flow.links.forEach((link, index) => {
    const from = cellOf.get(link.from);
    const to = cellOf.get(link.to);
    if (!from || !to || from === to) return;
    if (link.broken !== undefined) {
      far.push({ link, index });
      return;
    }
    const key = `${link.artifact}\n${from.id}\n${to.id}`;
    const known = jobs.get(key);
    if (known) {
      known.links.push(index);
      return;
    }
    const job: Job = { artifact: link.artifact, from, to, links: [index] };
    jobs.set(key, job);
    (router.isNear(job) ? near : long).push(job);
  });

  // Nearest first: what hugs its neighbour gets the straight tracks.
  const order = (a: Job, b: Job) =>
    a.from.lane - b.from.lane || a.from.row - b.from.row || b.from.column - a.from.column || a.to.row - b.to.row || a.to.column - b.to.column;
  near.sort(order);
  long.sort(order);
  const wires: Wire[] = [];
  const leave = (job: Job) => {
    for (const index of job.links) {
      const link = flow.links[index];
      if (link) far.push({ link, index });
    }
  };
  router.reserve(near);
  for (const job of near) {
    const wire = router.route(job);
    if (wire) wires.push(wire);
    else leave(job);
  }
  for (const job of long) {
    leave(job);
    const wire = router.routeLong(job);
    if (wire) wires.push(wire);
  }
  return { wires, far };
}

class Router {
  readonly #lanes: readonly Lane[];
  readonly #taken = new Map<string, Cell>();
  readonly #lastColumn = new Map<string, number>();
  readonly #rows = new Tracks();
  readonly #columns = new Tracks();
  /** Coordinates that an artifact has already chosen, by what they are for. */
  readonly #chosen = new Map<string, number>();

  constructor(lanes: readonly Lane[], cells: readonly Cell[]) {
    this.#lanes = lanes;
    for (const cell of cells) {
      this.#taken.set(`${cell.lane}/${cell.row}/${cell.column}`, cell);
      const key = `${cell.lane}/${cell.row}`;
      this.#lastColumn.set(key, Math.max(this.#lastColumn.get(key) ?? 0, cell.column));
    }
  }

  isNear({ from, to }: Job): boolean {
    if (to.lane === from.lane + 1) return true;
    return to.lane === from.lane && to.band === from.band + 1 && to.row === from.row + 1;
  }

  /** Chooses the gutter channels of all near links first, so that branches share one trunk. */
  reserve(jobs: readonly Job[]) {
    const spans = new Map<string, { artifact: string; gutter: number; low: number; high: number }>();
    for (const { artifact, from, to } of jobs) {
      if (to.lane !== from.lane + 1) continue;
      const key = `${artifact}\n${from.lane}`;
      const start = this.#leavesBelow(from) ? bottom(from.rect) + 12 : from.rect.y + 40;
      const end = to.column === 0 ? to.rect.y + 40 : to.rect.y - 6;
      const known = spans.get(key) ?? { artifact, gutter: from.lane, low: Infinity, high: -Infinity };
      known.low = Math.min(known.low, start, end);
      known.high = Math.max(known.high, start, end);
      spans.set(key, known);
    }
    for (const { artifact, gutter, low, high } of spans.values()) this.#channel(artifact, gutter, low - 24, high + 24);
  }

  route(job: Job): Wire | undefined {
    return job.to.lane === job.from.lane ? this.#down(job) : this.#across(job);
  }

  /** To a card in the next lane. */
  #across({ artifact, from, to, links }: Job): Wire | undefined {
    const channel = this.#chosen.get(`channel\n${artifact}\n${from.lane}`);
    if (channel === undefined) return undefined;
    const start = this.#leave(artifact, from, channel);
    const end = start && this.#enter(artifact, to, channel, start.y);
    if (!start || !end) return undefined;
    return wire(artifact, links, from, to, [...start.points, { x: channel, y: start.y }, ...end], "right", false);
  }

  /** To a card of the next band in the same lane. */
  #down({ artifact, from, to, links }: Job): Wire | undefined {
    const middle = from.rect.width / 2;
    const out = this.#choose(`down\n${artifact}\n${from.id}`, () =>
      this.#columns.take(from.rect.x + middle, ports, bottom(from.rect), to.rect.y, artifact),
    );
    if (out === undefined) return undefined;
    const start = { x: out, y: bottom(from.rect) };
    if (to.column === from.column) {
      return wire(artifact, links, from, to, [start, { x: out, y: to.rect.y }], "down", false);
    }
    const into = this.#choose(`top\n${artifact}\n${to.id}`, () =>
      this.#columns.take(to.rect.x + middle, ports, bottom(from.rect), to.rect.y, artifact),
    );
    if (into === undefined) return undefined;
    const level = this.#rows.take(bottom(from.rect), stubTracks, out, into, artifact);
    if (level === undefined) return undefined;
    return wire(artifact, links, from, to, [start, { x: out, y: level }, { x: into, y: level }, { x: into, y: to.rect.y }], "down", false);
  }

  /** To a card farther away: along a free corridor above the consumer's row. */
  routeLong({ artifact, from, to, links }: Job): Wire | undefined {
    const back = to.lane === from.lane;
    if (back && from.lane === 0) return undefined;
    const exitGutter = back ? from.lane - 1 : from.lane;
    const entryGutter = to.lane - 1;
    const corridor = to.rect.y;
    const low = Math.min(from.rect.y, corridor - 32);
    const high = Math.max(bottom(from.rect) + 24, corridor + to.rect.height);
    const exit = this.#channel(artifact, exitGutter, low, high);
    if (exit === undefined) return undefined;
    if (exitGutter === entryGutter) {
      const start = this.#leaveLeft(artifact, from, exit);
      const end = start && this.#enter(artifact, to, exit, start.y);
      if (!start || !end) return undefined;
      return wire(artifact, links, from, to, [...start.points, { x: exit, y: start.y }, ...end], "right", true);
    }
    const entry = this.#channel(artifact, entryGutter, corridor - 32, corridor + to.rect.height);
    if (entry === undefined) return undefined;
    const start = this.#leave(artifact, from, exit);
    if (!start) return undefined;
    const level = this.#rows.take(corridor, corridorTracks, exit, entry, artifact);
    const end = level === undefined ? undefined : this.#enter(artifact, to, entry, undefined);
    if (level === undefined || !end) return undefined;
    const points = [...start.points, { x: exit, y: start.y }, { x: exit, y: level }, { x: entry, y: level }, ...end];
    return wire(artifact, links, from, to, points, "right", true);
  }

  #leavesBelow(cell: Cell): boolean {
    return (this.#lastColumn.get(`${cell.lane}/${cell.row}`) ?? 0) > cell.column;
  }

  #choose(key: string, take: () => number | undefined): number | undefined {
    const known = this.#chosen.get(key);
    if (known !== undefined) return known;
    const found = take();
    if (found !== undefined) this.#chosen.set(key, found);
    return found;
  }

  /** The x of an artifact's trunk in a gutter. */
  #channel(artifact: string, gutter: number, low: number, high: number): number | undefined {
    const lane = this.#lanes[gutter];
    if (!lane) return undefined;
    const key = `channel\n${artifact}\n${gutter}`;
    const known = this.#chosen.get(key);
    if (known !== undefined) {
      return this.#columns.take(known, [0], low, high, artifact);
    }
    return this.#choose(key, () => this.#columns.take(right(lane.rect), channels, low, high, artifact));
  }

  /** From a card to its trunk in the gutter at the right: by the edge, or below when a card stands there. */
  #leave(artifact: string, from: Cell, channel: number): { points: Point[]; y: number } | undefined {
    if (!this.#leavesBelow(from)) {
      const y = this.#choose(`out\n${artifact}\n${from.id}`, () =>
        this.#rows.take(from.rect.y + 40, ports, right(from.rect), channel, artifact),
      );
      return y === undefined ? undefined : { points: [{ x: right(from.rect), y }], y };
    }
    return this.#leaveBelow(artifact, from, channel);
  }

  #leaveBelow(artifact: string, from: Cell, channel: number): { points: Point[]; y: number } | undefined {
    const x = this.#choose(`below x\n${artifact}\n${from.id}`, () =>
      this.#columns.take(right(from.rect) - 12, [0, -8, -16], bottom(from.rect), bottom(from.rect) + 20, artifact),
    );
    if (x === undefined) return undefined;
    const y = this.#choose(`below y\n${artifact}\n${from.id}`, () => this.#rows.take(bottom(from.rect), stubTracks, x, channel, artifact));
    return y === undefined ? undefined : { points: [{ x, y: bottom(from.rect) }, { x, y }], y };
  }

  #leaveLeft(artifact: string, from: Cell, channel: number): { points: Point[]; y: number } | undefined {
    const x = this.#columns.take(from.rect.x + 12, [0, 8, 16], bottom(from.rect), bottom(from.rect) + 20, artifact);
    if (x === undefined) return undefined;
    const y = this.#rows.take(bottom(from.rect), stubTracks, x, channel, artifact);
    return y === undefined ? undefined : { points: [{ x, y: bottom(from.rect) }, { x, y }], y };
  }

  /** From a trunk to a card: into the left edge, or over the band and down the column gap. */
  #enter(artifact: string, to: Cell, channel: number, straight: number | undefined): Point[] | undefined {
    const middle = to.rect.y + 40;
    const level = straight !== undefined && Math.abs(straight - middle) <= 24 ? straight : middle;
    if (to.column === 0) {
      const y = this.#choose(`in\n${artifact}\n${to.id}`, () => this.#rows.take(level, this.#portsAround(level, middle), channel, to.rect.x, artifact));
      return y === undefined ? undefined : [{ x: channel, y }, { x: to.rect.x, y }];
    }
    const gap = this.#choose(`gap\n${artifact}\n${to.id}`, () => this.#columns.take(to.rect.x, gapTracks, to.rect.y - 6, middle + 24, artifact));
    if (gap === undefined) return undefined;
    const over = this.#choose(`alley\n${artifact}\n${to.id}`, () => this.#rows.take(to.rect.y, alleyTracks, channel, gap, artifact));
    if (over === undefined) return undefined;
    const y = this.#choose(`in\n${artifact}\n${to.id}`, () => this.#rows.take(middle, ports, gap, to.rect.x, artifact));
    return y === undefined ? undefined : [{ x: channel, y: over }, { x: gap, y: over }, { x: gap, y }, { x: to.rect.x, y }];
  }

  /** Offsets from `level` that stay within the straight part of a card's edge. */
  #portsAround(level: number, middle: number): number[] {
    return [...new Set([0, ...ports.map((offset) => middle + offset - level)])];
  }
}

function wire(artifact: string, links: readonly number[], from: Cell, to: Cell, raw: readonly Point[], head: Wire["head"], long: boolean): Wire {
  const points = simplify(raw);
  return { id: `${artifact}:${from.id}>${to.id}`, artifact, links, from: from.id, to: to.id, points, path: roundedPath(points), head, long };
}

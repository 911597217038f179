import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bottom, measures, overlaps, right, type Point, type Rect } from "./geometry";
import { layout, type BoardLayout } from "./layout";
import { detailsOf } from "./meaning";
import { readDefinition, type Pipeline, noConditions } from "./model";

const storefront = readDefinition(readFileSync(new URL("./fixtures/storefront.json", import.meta.url), "utf8")).pipeline;

/** A segment of an orthogonal path as a rectangle without area. */
function segments(points: readonly Point[]): Rect[] {
  return points.slice(1).map((b, i) => {
    const a = points[i] ?? b;
    return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
  });
}

/** Whether a segment enters the inside of a rectangle. */
function enters(segment: Rect, rect: Rect): boolean {
  return segment.x < right(rect) && right(segment) > rect.x && segment.y < bottom(rect) && bottom(segment) > rect.y;
}

function must(holds: boolean | undefined, message: () => string) {
  if (holds !== true) throw new Error(message());
}

function checkBoard(board: BoardLayout) {
  const cellById = new Map(board.cells.map((cell) => [cell.id, cell]));
  board.cells.forEach((a, i) => {
    for (const b of board.cells.slice(i + 1)) must(!overlaps(a.rect, b.rect), () => `${a.id} covers ${b.id}`);
    const lane = board.lanes[a.lane];
    must(
      lane && a.rect.x >= lane.rect.x && right(a.rect) <= right(lane.rect) && bottom(a.rect) <= bottom(lane.rect),
      () => `${a.id} leaves its lane`,
    );
  });
  const lines: { artifact: string; id: string; segment: Rect }[] = [];
  for (const wire of board.wires) {
    for (const segment of segments(wire.points)) {
      must(segment.width === 0 || segment.height === 0, () => `${wire.id} is not orthogonal`);
      for (const cell of board.cells) {
        must(!enters(segment, cell.rect), () => `${wire.id} crosses ${cell.id}: ${JSON.stringify(wire.points)}`);
      }
      lines.push({ artifact: wire.artifact, id: wire.id, segment });
    }
    const from = cellById.get(wire.from)?.rect;
    const to = cellById.get(wire.to)?.rect;
    const start = wire.points[0];
    const end = wire.points.at(-1);
    must(from && start && (start.x === right(from) || start.y === bottom(from)), () => `${wire.id} begins beside its card`);
    must(to && end && (end.x === to.x || end.y === to.y), () => `${wire.id} ends beside its card`);
  }
  // Two artifacts never share a line.
  const byLine = new Map<string, typeof lines>();
  for (const line of lines) {
    const { segment } = line;
    for (const key of [segment.width === 0 ? `x${segment.x}` : "", segment.height === 0 ? `y${segment.y}` : ""]) {
      if (key !== "") byLine.set(key, [...(byLine.get(key) ?? []), line]);
    }
  }
  for (const [key, group] of byLine) {
    group.forEach((a, i) => {
      for (const b of group.slice(i + 1)) {
        if (a.artifact === b.artifact) continue;
        const [s, t] = [a.segment, b.segment];
        const apart = key.startsWith("x") ? s.y >= bottom(t) || t.y >= bottom(s) : s.x >= right(t) || t.x >= right(s);
        must(apart, () => `${a.id} and ${b.id} lie on one line`);
      }
    });
  }
  board.stubs.forEach((a, i) => {
    for (const cell of board.cells) must(!overlaps(a.rect, cell.rect), () => `${a.id} covers ${cell.id}`);
    for (const b of board.stubs.slice(i + 1)) must(!overlaps(a.rect, b.rect), () => `${a.id} covers ${b.id}`);
  });
  // Nothing is lost: each unbroken link has a wire to a neighbour or a stub at both ends.
  const wired = new Set(board.wires.filter((wire) => !wire.long).flatMap((wire) => wire.links));
  board.flow.links.forEach((link, index) => {
    if (board.cellOf.get(link.from) === board.cellOf.get(link.to)) return;
    const stubbed = board.stubs.filter((stub) => stub.links.includes(index)).length;
    must(wired.has(index) || stubbed === (link.broken === undefined ? 2 : 1), () => `${link.artifact} from ${link.from} to ${link.to} is lost`);
  });
}

describe("the storefront board", () => {
  const run = layout(storefront, { mode: "run" });

  it("fills the run board of a 1440 window exactly", () => {
    expect(run.width).toBe(1392);
    expect(run.lanes.map((lane) => lane.rect.width)).toEqual([312, 312, 312, 156, 156]);
  });

  it("places cards on the fixed grid", () => {
    expect(run.cellOf.get("Source/EdgeConfig")?.rect).toEqual({ x: 14, y: 88, width: 144, height: 80 });
    expect(run.cellOf.get("Build/Package")?.rect.y).toBe(8 + 52 + 28 + 128);
  });

  it("draws wires to neighbours and stubs for what is farther", () => {
    const near = run.wires.filter((wire) => !wire.long);
    expect(near.map((wire) => wire.id).sort()).toEqual(
      [
        "WebSrc:Source/WebApp>Build/UnitTests",
        "WebSrc:Source/WebApp>Build/Lint",
        "WebSrc:Source/WebApp>Build/Package",
        "UnitReport:Build/UnitTests>Build/Package",
        "WebBuild:Build/Package>Staging/DeployStaging",
      ].sort(),
    );
    expect(run.stubs.map((stub) => (stub.end === "producer" ? `${stub.name} ▸ ${stub.target ?? ""}` : `◂ ${stub.name}`))).toEqual([
      "EdgeConf ▸ Prod",
      "WebSrc ▸ Staging",
      "WebBuild ▸ Prod",
      "◂ WebSrc",
      "◂ WebSrc",
      "◂ EdgeConf",
      "◂ WebBuild",
    ]);
  });

  it("shares one trunk between the branches of an artifact and runs straight where it can", () => {
    const [unit, lint, pack] = ["UnitTests", "Lint", "Package"].map((name) => run.wires.find((wire) => wire.to === `Build/${name}`)?.points ?? []);
    const trunk = right(run.lanes[0]?.rect ?? { x: 0, y: 0, width: 0, height: 0 }) + 16;
    expect(unit).toHaveLength(2);
    expect(lint?.some((point) => point.x === trunk)).toBe(true);
    expect(pack?.some((point) => point.x === trunk)).toBe(true);
    const test = run.wires.find((wire) => wire.artifact === "UnitReport");
    expect(test?.points).toHaveLength(2);
    expect(test?.head).toBe("down");
  });

  it("breaks no rule", () => {
    checkBoard(run);
    checkBoard(layout(storefront, { mode: "edit" }));
  });
});

/** Random pipelines of up to 50 stages whose actions take artifacts from anywhere, also from later steps. */
const pipelines = fc
  .record({
    stages: fc.array(
      fc.array(fc.record({ order: fc.integer({ min: 1, max: 4 }), outputs: fc.integer({ min: 0, max: 2 }), inputs: fc.array(fc.nat(400), { maxLength: 4 }) }), {
        maxLength: 9,
      }),
      { minLength: 1, maxLength: 50, size: "max" },
    ),
    local: fc.boolean(),
  })
  .map(({ stages, local }): Pipeline => {
    let made = 0;
    const all = stages.flat().reduce((sum, action) => sum + action.outputs, 0);
    return {
      ...storefront,
      stages: stages.map((actions, s) => ({
        id: `S${s}`,
        name: `S${s}`,
        conditions: noConditions,
        path: [],
        span: { from: 0, to: 0 },
        actions: actions.map((action, i) => ({
          id: `S${s}/A${i}`,
          name: `A${i}`,
          typeId: { category: "Build", owner: "AWS", provider: "CodeBuild", version: "1" },
          runOrder: action.order,
          configuration: {},
          commands: [],
          inputs: action.inputs.map((n) => `art${local ? Math.max(0, made - 1 - (n % 12)) : n % (all + 2)}`),
          outputs: Array.from({ length: action.outputs }, () => ({ name: `art${made++}`, files: [] })),
          outputVariables: [],
          environmentVariables: [],
          roleArn: undefined,
          region: undefined,
          namespace: undefined,
          timeoutInMinutes: undefined,
          path: [],
          span: { from: 0, to: 0 },
        })),
      })),
    };
  });

describe("any board", () => {
  it("has no overlapping cards, no wire across a card, no two artifacts on one line, no link lost", () => {
    fc.assert(
      fc.property(pipelines, (pipeline) => {
        checkBoard(layout(pipeline, { mode: "run", detail: pipeline.stages.length % 2 === 1 }));
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it("folds a step of more than twelve actions into one stack", () => {
    const [first, ...rest] = storefront.stages;
    const action = storefront.stages[2]?.actions[0];
    if (!first || !action) throw new Error("the fixture has changed");
    const many = Array.from({ length: 24 }, (_, i) => ({ ...action, id: `Wave/D${i}`, name: `D${i}` }));
    const board = layout({ ...storefront, stages: [first, ...rest, { ...first, id: "Wave", name: "Wave", actions: many }] }, { mode: "run" });
    const stack = board.cellOf.get("Wave/D7");
    expect(stack?.kind).toBe("stack");
    expect(stack?.actions).toHaveLength(24);
    expect(board.lanes.at(-1)?.rect.width).toBe(measures.card.width + 12);
    checkBoard(board);
  });

  it("lays out 1000 actions", () => {
    const action = storefront.stages[1]?.actions[0];
    if (!action) throw new Error("the fixture has changed");
    const stages = Array.from({ length: 50 }, (_, s) => ({
      id: `S${s}`,
      name: `S${s}`,
      conditions: noConditions,
      path: [],
      span: { from: 0, to: 0 },
      actions: Array.from({ length: 20 }, (_, i) => ({
        ...action,
        id: `S${s}/A${i}`,
        name: `A${i}`,
        runOrder: 1 + (i % 4),
        inputs: [`a${s - 1}`, `a${s - 2}`],
        outputs: i === 0 ? [{ name: `a${s}`, files: [] }] : [],
      })),
    }));
    expect(layout({ ...storefront, stages }).cells).toHaveLength(1000);
  });
});

describe("the level of details", () => {
  const near = layout(storefront, { detail: true });

  it("has large cards at the same places in the order, and no wire crosses one", () => {
    const usual = layout(storefront);
    expect(near.cells.map(({ id, lane, row, column }) => ({ id, lane, row, column }))).toEqual(usual.cells.map(({ id, lane, row, column }) => ({ id, lane, row, column })));
    for (const cell of near.cells) expect(cell.rect).toMatchObject(measures.detail);
    checkBoard(near);
  });

  it("tells what an action is configured with, never a secret", () => {
    const action = storefront.stages[1]?.actions[2];
    if (!action) throw new Error("the fixture has changed");
    expect(detailsOf(action).length).toBeGreaterThan(0);
    expect(detailsOf(action).length).toBeLessThanOrEqual(4);
    const secret = { ...action, configuration: { OAuthToken: "hidden", Branch: "main" } };
    expect(JSON.stringify(detailsOf(secret))).not.toContain("hidden");
  });
});

/** Shapes and the fixed measures of the board, in CSS px at 100 %. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** The board's measures. Everything stands on a 4 px grid; nothing is ever measured on the page. */
export const measures = {
  card: { width: 144, height: 80 },
  /** A card at the level of details: four lines more, and room for them. */
  detail: { width: 232, height: 152 },
  margin: 8,
  lanePadding: 6,
  columnGap: 12,
  gutter: 32,
  header: 52,
  label: 28,
  stubRow: 20,
  stub: 16,
  addStep: 28,
  addStepGap: 4,
  mostColumns: 3,
  /** A step with more actions than this folds into one counted stack. */
  mostCards: 12,
  pseudoLane: 36,
  pseudoGap: 12,
  /** Room under the last band for the words of a closed transition. */
  note: 104,
  overview: { lane: 98, gap: 8, header: 48, dot: 8, dotPitch: 11, dotsPerRow: 7 },
} as const;

export const right = (rect: Rect) => rect.x + rect.width;
export const bottom = (rect: Rect) => rect.y + rect.height;

/** Whether two rectangles share more than an edge. */
export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}

/** An orthogonal path with rounded corners: radius 6, or half of the shorter leg. */
export function roundedPath(points: readonly Point[], radius = 6): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  let before = first;
  rest.forEach((point, i) => {
    const after = rest[i + 1];
    if (after === undefined) {
      path += `L${point.x} ${point.y}`;
      return;
    }
    const legIn = Math.hypot(point.x - before.x, point.y - before.y);
    const legOut = Math.hypot(after.x - point.x, after.y - point.y);
    const r = Math.min(radius, legIn / 2, legOut / 2);
    const towards = (to: Point, length: number) => ({
      x: point.x + (length === 0 ? 0 : ((to.x - point.x) / length) * r),
      y: point.y + (length === 0 ? 0 : ((to.y - point.y) / length) * r),
    });
    const start = towards(before, legIn);
    const end = towards(after, legOut);
    path += `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
    before = point;
  });
  return path;
}

/** Points without repeats and without stops on a straight line. */
export function simplify(points: readonly Point[]): Point[] {
  const result: Point[] = [];
  for (const point of points) {
    const last = result.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = result.at(-2);
    if (last && before && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))) {
      result[result.length - 1] = point;
      continue;
    }
    result.push(point);
  }
  return result;
}

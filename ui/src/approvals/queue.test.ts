import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ApprovalRow } from "../generated/studio";
import { undoQueue, UNDO_MS, type Decision, type Pending } from "./queue";
import { bySoonestExpiry, left, shortRevision } from "./words";

const row = (token: string, expiresMs: number | null = null, sinceMs = 0): ApprovalRow => ({ place: "local", pipeline: "shop", execution: "e1", stage: "Gate", action: "Ok", token, sinceMs, expiresMs, summaryRequired: false, revisions: [] });
const approve = (token: string): Decision => ({ row: row(token), approve: true, summary: "" });

describe("the undo window", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function world() {
    const sent: string[] = [];
    const seen: (Pending | null)[] = [];
    return { sent, seen, queue: undoQueue({ send: ({ row }) => sent.push(row.token), onPending: (pending) => seen.push(pending) }) };
  }

  it("sends after five seconds, once", () => {
    const { sent, seen, queue } = world();
    queue.decide(approve("a"));
    vi.advanceTimersByTime(UNDO_MS - 1);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual(["a"]);
    queue.flush();
    expect(sent).toEqual(["a"]);
    expect(seen.at(-1)).toBeNull();
  });

  it("sends nothing after undo", () => {
    const { sent, queue } = world();
    queue.decide(approve("a"));
    queue.undo();
    vi.advanceTimersByTime(UNDO_MS * 2);
    queue.flush();
    expect(sent).toEqual([]);
  });

  it("sends the first at once when a second comes, and loses neither", () => {
    const { sent, seen, queue } = world();
    queue.decide(approve("a"));
    vi.advanceTimersByTime(1000);
    queue.decide(approve("b"));
    expect(sent).toEqual(["a"]);
    expect(seen.at(-1)?.row.token).toBe("b");
    vi.advanceTimersByTime(UNDO_MS);
    expect(sent).toEqual(["a", "b"]);
  });

  it("sends at once when the page is left", () => {
    const { sent, queue } = world();
    queue.decide(approve("a"));
    queue.flush();
    expect(sent).toEqual(["a"]);
    vi.advanceTimersByTime(UNDO_MS);
    expect(sent).toEqual(["a"]);
  });
});

describe("words of approvals", () => {
  it("counts down in minutes, then in seconds", () => {
    expect(left(((6 * 24 + 23) * 60 + 18) * 60_000)).toBe("6 d 23 h 18 min");
    expect(left(112 * 60_000)).toBe("1 h 52 min");
    expect(left(125_000)).toBe("2:05");
  });

  it("shortens commits only", () => {
    expect(shortRevision("a20b5f31c77d0e4b")).toBe("a20b5f3");
    expect(shortRevision("snapshot-5d0f7b2")).toBe("snapshot-5d0f7b2");
  });

  it("puts what ends soonest first and what has no known end last, the longest waiting before", () => {
    const rows = [row("none-new", null, 9), row("late", 50), row("soon", 10), row("none-old", null, 1)];
    expect(bySoonestExpiry(rows).map((one) => one.token)).toEqual(["soon", "late", "none-old", "none-new"]);
  });
});

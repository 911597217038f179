import { describe, expect, it } from "vitest";
import { ago, bytes, clock, count, dayTime, fullTime, span, stopwatch, whenShort } from "./time";

const at = Date.UTC(2026, 10, 23, 9, 35, 26);

describe("times", () => {
  it("writes elapsed time like a stopwatch", () => {
    expect([0, 3_000, 102_999, 680_000, 3_723_000, -5].map(stopwatch)).toEqual(["0:00", "0:03", "1:42", "11:20", "1:02:03", "0:00"]);
  });

  it("writes spans in two units at most", () => {
    expect([42_000, 42 * 60_000, 112 * 60_000, 7_200_000, 167 * 3_600_000, 7 * 86_400_000].map(span)).toEqual([
      "42 s", "42 min", "1 h 52 min", "2 h", "6 d 23 h", "7 d",
    ]);
  });

  it("writes how long ago in one unit", () => {
    expect([10, 60, 3 * 3600, 50 * 3600].map((seconds) => ago(at - seconds * 1000, at))).toEqual([
      "just now", "1 min ago", "3 h ago", "2 d ago",
    ]);
  });

  it("obeys the zone", () => {
    expect(clock(at, "UTC")).toBe("09:35:26");
    expect(clock(at, "Europe/Berlin")).toBe("10:35:26");
    expect(fullTime(at, "Asia/Tokyo")).toBe("Mon 23 Nov 2026, 18:35:26");
  });

  it("leaves out what is the same as now", () => {
    expect(whenShort(at, at + 1000, "UTC")).toBe("09:35");
    expect(whenShort(at, at + 86_400_000, "UTC")).toBe("23 Nov 09:35");
    expect(dayTime(at, Date.UTC(2027, 0, 2), "UTC")).toBe("23 Nov 2026 09:35");
  });

  it("writes sizes and counts", () => {
    expect([0, 812, 4_210, 31_000_000, 999_600].map(bytes)).toEqual(["0 B", "812 B", "4.2 kB", "31 MB", "1.0 MB"]);
    expect([count(1, "action"), count(1204, "event")]).toEqual(["1 action", "1,204 events"]);
  });
});

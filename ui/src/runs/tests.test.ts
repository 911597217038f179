import { describe, expect, it } from "vitest";
import { countWords, reportWords } from "./tests";

describe("test results in words", () => {
  it("says on a card what matters most", () => {
    const counts = { passed: 14, failed: 0, skipped: 1, total: 15 };
    expect(countWords(counts)).toBe("14 tests passed");
    expect(countWords({ ...counts, passed: 12, failed: 2 })).toBe("2 of 15 tests failed");
    expect(countWords({ passed: 1, failed: 0, skipped: 0, total: 1, linesPercent: 81.46 })).toBe("1 test passed · 81.5 % covered");
    expect(countWords({ passed: 0, failed: 0, skipped: 0, total: 0, linesPercent: 50 })).toBe("50.0 % covered");
    expect(countWords({ passed: 0, failed: 0, skipped: 0, total: 0 })).toBe("no test results");
  });

  it("counts of a report what there is", () => {
    const report = { group: "p-unit", status: "FAILED", passed: 3, failed: 1, broken: 0, skipped: 2, total: 6, cases: [], problems: [] };
    expect(reportWords(report)).toBe("3 passed, 1 failed, 2 skipped");
    expect(reportWords({ ...report, passed: 0, failed: 0, skipped: 0, total: 0, lines: { covered: 6, total: 8 }, branches: { covered: 0, total: 0 } })).toBe("6 of 8 lines covered (75.0 %)");
  });
});

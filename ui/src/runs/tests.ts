/** Test results in words. Pure. */
import type { TestCounts, TestReport } from "../generated/studio";

/** For a card: `2 of 14 tests failed`, `14 tests passed`, `81.5 % covered`. */
export function countWords({ passed, failed, total, linesPercent }: TestCounts): string {
  const plural = total === 1 ? "" : "s";
  const parts = [
    failed > 0 ? `${failed} of ${total} test${plural} failed` : total > 0 ? `${passed} test${passed === 1 ? "" : "s"} passed` : null,
    linesPercent == null ? null : `${linesPercent.toFixed(1)} % covered`,
  ].filter((one) => one !== null);
  return parts.length === 0 ? "no test results" : parts.join(" · ");
}

/** For a report: every count that is not zero. */
export function reportWords(report: TestReport): string {
  const counts = [
    [report.passed, "passed"],
    [report.failed, "failed"],
    [report.broken, "broken"],
    [report.skipped, "skipped"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const covered = [
    [report.lines, "lines"],
    [report.branches, "branches"],
  ] as const;
  for (const [one, word] of covered) if (one != null && one.total > 0) parts.push(`${one.covered} of ${one.total} ${word} covered (${((one.covered * 100) / one.total).toFixed(1)} %)`);
  return parts.length === 0 ? "no results" : parts.join(", ");
}

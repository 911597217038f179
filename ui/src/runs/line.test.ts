import { expect, test } from "vitest";
import { mark, NO_MARKS, plainText, shownLine } from "./line";

test("colours become tones and the control sequences go", () => {
  expect(shownLine("ok \u001b[32m✓ green\u001b[39m \u001b[1;31mred\u001b[0m")).toEqual({
    kind: "output",
    pieces: [
      { text: "ok ", tone: undefined, bold: false, dim: false },
      { text: "✓ green", tone: "green", bold: false, dim: false },
      { text: " ", tone: undefined, bold: false, dim: false },
      { text: "red", tone: "red", bold: true, dim: false },
    ],
  });
  expect(plainText("\u001b[2K\u001b[1Gdone")).toBe("done");
});

test("of a progress bar only what was last on screen is shown", () => {
  expect(plainText("10 %\r 50 %\r100 %\r")).toBe("100 %");
});

test("the time that CodeBuild writes into a line is left to the time column", () => {
  expect(plainText("[Container] 2026/11/26 16:58:48.399611 Entering phase BUILD")).toBe("[Container] Entering phase BUILD");
});

test("markup in a log stays text", () => {
  expect(shownLine("<img src=x onerror=alert(1)>").pieces[0]?.text).toBe("<img src=x onerror=alert(1)>");
});

test("phases and the first fault are marked", () => {
  const lines = [
    "[Container] 2026/11/26 16:58:48 Entering phase INSTALL",
    "[Container] 2026/11/26 16:58:49 Phase complete: INSTALL State: SUCCEEDED",
    "[Container] 2026/11/26 16:58:49 Entering phase BUILD",
    "not ok 1",
    "[Container] 2026/11/26 16:58:50 Command did not exit successfully: npm test exit status 1",
    "[Container] 2026/11/26 16:58:50 Phase complete: BUILD State: FAILED",
  ];
  const marks = lines.reduce((all, text, n) => mark(all, n, n * 1000, text), NO_MARKS);
  expect(marks.fault).toBe(4);
  expect(marks.phases).toEqual([
    { name: "INSTALL", line: 0, startMs: 0, endMs: 1000, failed: false },
    { name: "BUILD", line: 2, startMs: 2000, endMs: 5000, failed: true },
  ]);
});

test("of a batch's log, how each build stands is marked, and the first that failed", () => {
  const lines = [
    "[Container] 2026/11/26 16:58:48 Batch of 3 builds",
    "[Container] 2026/11/26 16:58:48 Build unit: IN_PROGRESS",
    "[Container] 2026/11/26 16:58:48 Build lint: IN_PROGRESS",
    "[Container] 2026/11/26 16:58:49 Build lint: FAILED: Error while executing command: npm run lint",
    "[Container] 2026/11/26 16:58:49 Build pack: NOT_STARTED",
    "[Container] 2026/11/26 16:58:50 Build unit: SUCCEEDED",
    "Build unit: FAILED",
  ];
  const marks = lines.reduce((all, text, n) => mark(all, n, n * 1000, text), NO_MARKS);
  expect(marks.builds).toEqual({ unit: "SUCCEEDED", lint: "FAILED", pack: "NOT_STARTED" });
  expect(marks.fault).toBe(3);
});

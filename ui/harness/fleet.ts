/** A pipeline of 500 actions in 13 stages, half way through a run. */
import type { ActionStatus } from "../src/board";
import { readDefinition, type Pipeline } from "../src/document";

const stages: [string, [string, number][]][] = [
  ["Source", [["sources", 6]]],
  ["Build", [["services", 36], ["images", 6]]],
  ["Unit", [["suites", 48], ["coverage", 12], ["gates", 4]]],
  ["Package", [["charts", 24], ["sign", 6]]],
  ["Staging", [["migrate", 4], ["deploy", 32]]],
  ["Integration", [["seed", 1], ["suites", 70], ["report", 1]]],
  ["Security", [["scans", 24]]],
  ["Canary", [["shift", 6], ["verify", 6]]],
  ["Approval", [["sign-off", 2]]],
  ["Wave1", [["deploy", 40], ["verify", 8]]],
  ["Wave2", [["deploy", 60], ["verify", 12]]],
  ["Wave3", [["deploy", 72], ["verify", 12]]],
  ["Close", [["notify", 8]]],
];

export function fleet(now: number): { pipeline: Pipeline; statuses: Map<string, ActionStatus> } {
  const statuses = new Map<string, ActionStatus>();
  const declaration = {
    name: "fleet-release",
    stages: stages.map(([stage, steps], s) => ({
      name: stage,
      actions: steps.flatMap(([label, count], step) =>
        Array.from({ length: count }, (_, i) => {
          const name = `${label}-${i}`;
          const done = s < 5 || (s === 5 && step < 2) || s === 6;
          let status: ActionStatus = { status: done ? "succeeded" : "not-started", startMs: now - 400_000, endMs: now - 130_000 };
          if (s === 5 && step === 1 && i === 0) status = { status: "failed", startMs: now - 500_000, endMs: now - 99_000, reason: "3 of 112 failed" };
          else if ((s === 5 && step === 1 && i < 4) || (s === 6 && i < 4)) status = { status: "in-progress", startMs: now - 252_000, medianMs: 302_000 };
          else if (s === 4 && step === 1 && i < 2) status = { ...status, fidelity: "simulated" };
          else if (s === 3 && step === 1 && i === 0) status = { status: "cached" };
          else if (s === 8 && i === 0) status = { status: "waiting", sinceMs: now - 60_000 };
          statuses.set(`${stage}/${name}`, status);
          return {
            name,
            runOrder: step + 1,
            actionTypeId: { category: s === 0 ? "Source" : s === 8 ? "Approval" : "Build", owner: "AWS", provider: s === 0 ? "S3" : s === 8 ? "Manual" : "CodeBuild", version: "1" },
          };
        }),
      ),
    })),
  };
  return { pipeline: readDefinition(JSON.stringify(declaration)).pipeline, statuses };
}

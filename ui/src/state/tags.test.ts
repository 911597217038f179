import { describe, expect, it } from "vitest";
import { changes, covers, isStale, provides } from "./tags";

describe("tags", () => {
  it("reads an execution again when the feed names it, and no other", () => {
    const args = { place: "local", pipeline: "web", execution: "b52f" };
    expect(isStale("execution", args, ["execution:b52f"])).toBe(true);
    expect(isStale("execution", args, ["execution:7c1e", "approvals"])).toBe(false);
  });

  it("reads a place's list again when one of its pipelines changed", () => {
    expect(isStale("pipelines.list", { place: "local" }, ["pipeline:local:web"])).toBe(true);
    expect(isStale("pipelines.list", { place: "aws:prod:eu-west-1" }, ["pipeline:local:web"])).toBe(false);
  });

  it("reads a pipeline's state again when any execution moved", () => {
    const state = { place: "local", operation: "GetPipelineState", input: { name: "web" } };
    expect(isStale("api", state, ["execution:1"])).toBe(true);
    const definition = { place: "local", operation: "GetPipeline", input: { name: "web" } };
    expect(isStale("api", definition, ["execution:1"])).toBe(false);
    expect(isStale("api", definition, ["pipeline:local:web"])).toBe(true);
  });

  it("makes what a call of the service changes stale, and nothing for a read", () => {
    expect(changes("api", { place: "local", operation: "GetPipeline", input: { name: "web" } })).toEqual([]);
    expect(
      changes("api", {
        place: "local",
        operation: "StopPipelineExecution",
        input: { pipelineName: "web", pipelineExecutionId: "1" },
      }),
    ).toEqual(["pipelines", "trail", "approvals", "pipeline:local:web", "execution:1"]);
  });

  it("never expires what nothing can change", () => {
    expect(provides("catalog", {})).toEqual([]);
    expect(provides("artifact.entries", { bucket: "b", key: "k" })).toEqual([]);
  });

  it("matches prefixes only where a star says so", () => {
    expect(covers("file:*", "file:/a")).toBe(true);
    expect(covers("file:/a", "file:/ab")).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import type { TrailRow } from "../generated/studio";
import { clientOf, executionOf, linesOf, timeOf } from "./record";

const row = (record: unknown): TrailRow => ({ id: "1", timeMs: 0, name: "X", who: "a", whoArn: "", from: "", userAgent: "", readOnly: false, record });

describe("records", () => {
  it("finds the execution that was asked for, or that was started", () => {
    expect(executionOf(row({ requestParameters: { pipelineExecutionId: "a" } }))).toBe("a");
    expect(executionOf(row({ requestParameters: { name: "shop" }, responseElements: { pipelineExecutionId: "b" } }))).toBe("b");
    expect(executionOf(row({ requestParameters: null, responseElements: null }))).toBeNull();
    expect(executionOf(row(null))).toBeNull();
  });

  it("names the program of a user agent", () => {
    expect(clientOf("aws-cli/2.31.2 md/Botocore#1 ua/2.1")).toBe("aws-cli/2.31.2");
    expect(clientOf("signin.amazonaws.com")).toBe("signin.amazonaws.com");
    expect(clientOf("")).toBe("");
  });

  it("writes the day only when it is another one", () => {
    const now = Date.UTC(2026, 10, 23, 12, 0, 0);
    expect(timeOf(Date.UTC(2026, 10, 23, 10, 35, 26), now, "UTC")).toBe("10:35:26");
    expect(timeOf(Date.UTC(2026, 10, 21, 10, 35, 26), now, "UTC")).toBe("21 Nov 10:35:26");
    expect(timeOf(Date.UTC(2025, 10, 21, 10, 35, 26), now, "UTC")).toBe("21 Nov 2025 10:35:26");
  });

  it("marks the record's own error only", () => {
    const lines = linesOf({ errorCode: "AccessDenied", requestParameters: { errorCode: "x" } });
    expect(lines.filter((line) => line.fault).map((line) => line.text.trim())).toEqual(['"errorCode": "AccessDenied",']);
  });
});

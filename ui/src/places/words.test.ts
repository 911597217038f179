import { describe, expect, it } from "vitest";
import type { PlaceRow } from "../generated/studio";
import { sourceWords, stateOf } from "./words";

const row: PlaceRow = { id: "aws:a:eu-west-1", kind: "aws", name: "a", opened: false };

describe("places in words", () => {
  it("tells open, not open and what did not open apart", () => {
    const problem = { code: "expired", message: "The session expired." };
    expect(stateOf(row).word).toBe("Not open");
    expect(stateOf({ ...row, problem }).word).toBe("Did not open");
    // Keys that the keyring did not take are a problem of a place that is open all the same.
    expect(stateOf({ ...row, opened: true, problem }).word).toBe("Open");
  });

  it("leaves an unknown source as it is called", () => {
    expect(sourceWords("sso")).toBe("IAM Identity Center");
    expect(sourceWords("device-code")).toBe("device-code");
  });
});

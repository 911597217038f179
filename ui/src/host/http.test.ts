import { describe, expect, it } from "vitest";
import { splitToken } from "./http";

describe("the token in the address", () => {
  it("is taken out and leaves the route", () => {
    expect(splitToken("#token=abc%2B1")).toEqual({ token: "abc+1", rest: "" });
    expect(splitToken("#/approvals&token=abc")).toEqual({ token: "abc", rest: "#/approvals" });
  });

  it("leaves an address without one alone", () => {
    expect(splitToken("#/file/x")).toEqual({ token: null, rest: "#/file/x" });
  });
});

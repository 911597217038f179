import { describe, expect, it } from "vitest";
import { formatRoute, parseRoute, type Route } from "./route";

const routes: Route[] = [
  { page: "pipelines" },
  { page: "approvals", token: null },
  { page: "approvals", token: "a/b" },
  { page: "audit" },
  { page: "places" },
  { page: "settings" },
  { page: "pipeline", subject: { kind: "file", path: "/home/dana/shop/pipeline.json" }, mode: "edit", execution: null, action: null },
  { page: "pipeline", subject: { kind: "file", path: "C:\\shop\\a b.yaml" }, mode: "run", execution: "b52f", action: "Deploy" },
  { page: "pipeline", subject: { kind: "pipeline", place: "aws:acme-prod:eu-west-1", name: "web.v2" }, mode: "run", execution: null, action: null },
];

describe("routes", () => {
  it.each(routes.map((route) => [formatRoute(route), route] as const))("%s comes back as it was", (fragment, route) => {
    expect(parseRoute(fragment)).toEqual(route);
  });

  it("goes to the start page for anything unknown", () => {
    expect(parseRoute("#/nowhere/at/all")).toEqual({ page: "pipelines" });
    expect(parseRoute("#/pipeline/local")).toEqual({ page: "pipelines" });
    expect(parseRoute("#/file/%E0%A4%A")).toMatchObject({ page: "pipeline" });
  });
});

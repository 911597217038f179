import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readDefinition } from "../document";
import { Refused } from "../host";
import { readCatalog } from "../inspector/catalog";
import { choicesOf, namedIn } from "./useResources";

const folder = join(__dirname, "../../../crates/pipeline/catalog");
const catalog = readCatalog(readdirSync(folder).map((name): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"))));
const { pipeline } = readDefinition(readFileSync(join(__dirname, "../document/fixtures/storefront.json"), "utf8"));
const place = { id: "aws:prod:eu-west-1", kind: "aws", name: "prod", opened: true } as const;
const retry = () => undefined;

it("offers what the pipeline names of a kind, each once and without references", () => {
  const projects = namedIn(pipeline, catalog, "build-project");
  expect(projects).toContain("web-unit");
  expect(new Set(projects).size).toBe(projects.length);
  expect(namedIn(pipeline, catalog, "role")[0]).toBe(pipeline.roleArn);
  expect(namedIn(pipeline, catalog, "bucket")).toContain(pipeline.artifactStores[0]?.location);
  const referring = { ...pipeline, roleArn: "#{variables.Role}" };
  expect(namedIn(referring, catalog, "role").some((one) => one.includes("#{"))).toBe(false);
});

it("groups what was found by where, and tells what is still asked for, refused or missing", () => {
  const here = { place: undefined, found: { rows: [{ value: "web", from: "the setup" }], more: false }, loading: false, error: null, retry };
  const there = { place, found: { rows: [{ value: "arn:1", name: "deploy", from: "111122223333 in eu-west-1" }], more: true }, loading: false, error: null, retry };
  expect(choicesOf(["web"], [here, there])).toMatchObject({
    groups: [
      { title: "In this pipeline", choices: [{ value: "web" }] },
      { title: "On this computer", choices: [{ value: "web", note: "the setup" }] },
      { title: "111122223333 in eu-west-1", choices: [{ value: "arn:1", name: "deploy" }] },
    ],
    loading: false,
    more: true,
  });
  const denied = { place, found: undefined, loading: false, error: new Refused({ code: "access-denied", message: "Not allowed.", remedy: "use another profile" }), retry };
  expect(choicesOf([], [denied]).problems).toEqual([{ message: "prod: Not allowed. Use another profile.", retry }]);
  expect(choicesOf([], [{ ...here, found: undefined, loading: true }])).toMatchObject({ groups: [], loading: true, empty: expect.stringContaining("No account is open") as unknown });
});

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { clipActions, clipStage, readClip } from "./clip";
import { readDefinition } from "./model";

const text = readFileSync(new URL("./fixtures/storefront.json", import.meta.url), "utf8");
const definition = readDefinition(text);

it("reads back what it writes, and what the AWS CLI writes", () => {
  expect(readClip(clipActions(definition, ["Build/Lint"]))).toMatchObject({ kind: "actions", values: [{ name: "Lint" }] });
  expect(readClip(clipActions(definition, ["Build/Lint", "Build/Package"]))?.values.map((one) => one.name)).toEqual(["Lint", "Package"]);
  expect(readClip(clipStage(definition, "Prod"))).toMatchObject({ kind: "stages", values: [{ name: "Prod" }] });
  expect(readClip(text)?.values).toHaveLength(definition.pipeline.stages.length);
});

it("takes a part of a CloudFormation template, and leaves the keys of the configuration alone", () => {
  const part = `
- Name: Deploy
  Actions:
    - Name: Ship
      ActionTypeId: { Category: Deploy, Owner: AWS, Provider: S3, Version: "1" }
      RunOrder: 2
      InputArtifacts: [{ Name: Built }]
      Configuration: { BucketName: b, Extract: "true" }
`;
  expect(readClip(part)).toEqual({
    kind: "stages",
    values: [
      {
        name: "Deploy",
        actions: [{ name: "Ship", actionTypeId: { category: "Deploy", owner: "AWS", provider: "S3", version: "1" }, runOrder: 2, inputArtifacts: [{ name: "Built" }], configuration: { BucketName: "b", Extract: "true" } }],
      },
    ],
  });
  const template = JSON.stringify({ Resources: { P: { Type: "AWS::CodePipeline::Pipeline", Properties: { Stages: [{ Name: "A", Actions: [] }] } } } });
  expect(readClip(template)).toEqual({ kind: "stages", values: [{ name: "A", actions: [] }] });
});

it("says nothing of other texts", () => {
  for (const other of ["hello", "{", "[1, 2]", '{"a": 1}', ""]) expect(readClip(other)).toBeUndefined();
});

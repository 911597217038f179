import { describe, expect, it } from "vitest";
import { planEdit, type Edit } from "./edits";
import { readDefinition } from "./model";
import { rewriteSub, type Computed, type Roots } from "./template";
import { applyPatches } from "./text";

const text = `# A comment that stays
Parameters:
  Branch: { Type: String, Default: main }
Conditions:
  Big: !Equals [a, a]
Resources:
  Pipe: # the pipeline
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: !Sub "web-\${Branch}"   # by branch
      RoleArn: !GetAtt Role.Arn
      ArtifactStores:
        - Region: us-east-1
          ArtifactStore: { Type: S3, Location: !Ref Bucket }
      Stages:
        - Name: Source
          Actions:
            - Name: Code
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: "1" }
              Configuration:
                RepositoryName: web
                BranchName: !Ref Branch
                PollForSourceChanges: false
              OutputArtifacts: [{ Name: Src }]
        - !If
          - Big
          - Name: Build
            Actions:
              - Name: Make   # make it
                ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: "1" }
                Configuration: { ProjectName: !If [Big, large, small] }
                InputArtifacts: [{ Name: Src }]
                RoleArn: !Ref AWS::NoValue
          - !Ref AWS::NoValue
        - Name: Deploy
          Actions: []
      Tags: []
`;

const computed = (key: object, value: unknown, what: string, line: number, pieces: Computed["pieces"] = []): Computed => ({
  key: JSON.stringify(key),
  value,
  pieces,
  origins: [{ what, span: { from: 0, to: 1, line } }],
});

const roots: Roots = {
  path: ["Resources", "Pipe", "Properties"],
  name: null,
  conditions: { Big: true },
  values: [
    computed({ "!Sub": "web-${Branch}" }, "web-main", "the parameter `Branch`", 3, [{ text: "web-" }, { text: "main", name: "Branch" }, { text: "" }]),
    computed({ "!GetAtt": "Role.Arn" }, "arn:aws:iam::111122223333:role/r", "the resource `Role`", 90),
    computed({ "!Ref": "Bucket" }, "bucket", "the resource `Bucket`", 91),
    computed({ "!Ref": "Branch" }, "main", "the parameter `Branch`", 3),
    computed({ "!Ref": "AWS::NoValue" }, null, "`AWS::NoValue`", 0),
  ],
};

const definition = readDefinition(text, "yaml", roots);
const after = (edit: Edit) => {
  const plan = planEdit(definition, edit);
  return plan.ok ? applyPatches(text, plan.patches) : plan.reason;
};
/** The lines that an edit takes away and puts in. */
const changed = (edit: Edit) => {
  const [before, now] = [text.split("\n"), after(edit).split("\n")];
  return { gone: before.filter((line) => !now.includes(line)), come: now.filter((line) => !before.includes(line)) };
};

describe("a pipeline in a template", () => {
  it("is read as its declaration", () => {
    expect(definition.faults).toEqual([]);
    const { pipeline } = definition;
    expect([pipeline.name, pipeline.roleArn]).toEqual(["web-main", "arn:aws:iam::111122223333:role/r"]);
    expect(pipeline.stages.map((stage) => stage.name)).toEqual(["Source", "Build", "Deploy"]);
    expect(pipeline.stages[0]?.actions[0]?.configuration).toEqual({ RepositoryName: "web", BranchName: "main", PollForSourceChanges: "false" });
    expect(pipeline.stages[1]?.actions[0]?.configuration).toEqual({ ProjectName: "large" });
    expect(pipeline.stages[1]?.actions[0]?.roleArn).toBeUndefined();
    expect(pipeline.artifactStores).toEqual([{ region: "us-east-1", type: "S3", location: "bucket" }]);
  });

  it("has literal values changed in place", () => {
    expect(changed({ kind: "setConfiguration", action: "Source/Code", key: "RepositoryName", value: "site" })).toEqual({ gone: ["                RepositoryName: web"], come: ["                RepositoryName: site"] });
    expect(changed({ kind: "setConfiguration", action: "Build/Make", key: "ProjectName", value: "huge" }).come).toEqual(["                Configuration: { ProjectName: !If [Big, huge, small] }"]);
    expect(changed({ kind: "setField", action: "Source/Code", field: "runOrder", value: 2 })).toEqual({ gone: [], come: ["              RunOrder: 2"] });
    expect(changed({ kind: "setField", action: "Build/Make", field: "roleArn", value: "arn:aws:iam::1:role/x" })).toEqual({
      gone: ["                RoleArn: !Ref AWS::NoValue"],
      come: ['                RoleArn: "arn:aws:iam::1:role/x"'],
    });
  });

  it("has the text of a Sub changed around its names", () => {
    expect(changed({ kind: "setPipeline", path: ["name"], value: "site-main" }).come).toEqual(['      Name: !Sub "site-${Branch}"   # by branch']);
    expect(after({ kind: "setPipeline", path: ["name"], value: "web-next" })).toMatch(/A part of this value comes from the parameter `Branch` \(line 3\)/);
    const next = after({ kind: "setPipeline", path: ["name"], value: "site-main" });
    expect(readDefinition(next, "yaml", roots).pipeline.name).toBe("site-main");
  });

  it("says where a value comes from that stands elsewhere", () => {
    expect(after({ kind: "setConfiguration", action: "Source/Code", key: "BranchName", value: "next" })).toMatch(/^This value comes from the parameter `Branch` \(line 3\)\./);
    expect(after({ kind: "setPipeline", path: ["roleArn"], value: "x" })).toMatch(/the resource `Role` \(line 90\)/);
  });

  it("gets stages and actions in CloudFormation's spelling", () => {
    const value = { name: "Ship", actionTypeId: { category: "Deploy", owner: "AWS", provider: "S3", version: "1" }, configuration: { BucketName: "b" }, runOrder: 1 };
    const added = after({ kind: "addAction", stage: "Deploy", value });
    expect(added).toContain("            - Name: Ship\n              ActionTypeId:\n                Category: Deploy\n");
    expect(added).toContain("                BucketName: b\n");
    expect(readDefinition(added, "yaml", roots).pipeline.stages[2]?.actions[0]?.name).toBe("Ship");
    const staged = after({ kind: "addStage", value: { name: "Last", actions: [] }, index: 2 });
    expect(readDefinition(staged, "yaml", roots).pipeline.stages.map((stage) => stage.name)).toEqual(["Source", "Build", "Last", "Deploy"]);
    expect(staged).toContain("          - !Ref AWS::NoValue\n        - Name: Last\n");
  });

  it("moves, copies and removes parts with the functions in them", () => {
    const moved = after({ kind: "moveStage", stage: "Build", index: 3 });
    expect(readDefinition(moved, "yaml", roots).pipeline.stages.map((stage) => stage.name)).toEqual(["Source", "Deploy", "Build"]);
    expect(moved).toContain("- Name: Make   # make it");
    const removed = after({ kind: "removeStage", stage: "Build" });
    expect(removed).not.toContain("!If");
    expect(readDefinition(removed, "yaml", roots).pipeline.stages.map((stage) => stage.name)).toEqual(["Source", "Deploy"]);
    const copied = after({ kind: "copyAction", action: "Source/Code", toStage: "Source", runOrder: 1 });
    expect(copied).toContain("BranchName:\n                  Ref: Branch\n");
    const action = after({ kind: "moveAction", action: "Build/Make", toStage: "Deploy", runOrder: 1 });
    expect(readDefinition(action, "yaml", roots).pipeline.stages.map((stage) => stage.actions.length)).toEqual([1, 0, 1]);
    expect(action).toContain("ProjectName: !If [Big, large, small]");
  });

  it("is written in JSON as well", () => {
    const json = `{"Resources": {"P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {
  "Name": {"Fn::Sub": "web-\${Branch}"},
  "Stages": [{"Name": "One", "Actions": []}]
}}}}`;
    const own: Roots = { path: ["Resources", "P", "Properties"], conditions: {}, values: [{ key: '{"Fn::Sub":"web-${Branch}"}', value: "web-main", pieces: [{ text: "web-" }, { text: "main", name: "Branch" }, { text: "" }], origins: [] }] };
    const read = readDefinition(json, "json", own);
    expect(read.pipeline.name).toBe("web-main");
    const plan = planEdit(read, { kind: "setPipeline", path: ["name"], value: "web-main-2" });
    expect(plan.ok && applyPatches(json, plan.patches)).toContain('"Name": {"Fn::Sub": "web-${Branch}-2"},');
    const mode = planEdit(read, { kind: "setPipeline", path: ["executionMode"], value: "QUEUED" });
    expect(mode.ok && applyPatches(json, mode.patches)).toContain('"Stages": [{"Name": "One", "Actions": []}],\n  "ExecutionMode": "QUEUED"');
  });
});

describe("the text of a Sub", () => {
  const pieces = [{ text: "a-" }, { text: "main", name: "B" }, { text: "-z" }];
  it("takes changes of what stands there literally", () => {
    expect(rewriteSub(pieces, "ab-main-z")).toBe("ab-${B}-z");
    expect(rewriteSub(pieces, "main-z")).toBe("${B}-z");
    expect(rewriteSub(pieces, "a-main-${z}")).toBe("a-${B}-${!z}");
    expect(rewriteSub([{ text: "" }, { text: "main", name: "B" }, { text: "" }], "mainly")).toBe("${B}ly");
  });
  it("takes no change of what a name stands for", () => {
    expect(rewriteSub(pieces, "a-next-z")).toBeUndefined();
    expect(rewriteSub(pieces, "")).toBeUndefined();
  });
});

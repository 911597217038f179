import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { gates } from "./conditions";
import { splitOf } from "./drop";
import { planEdit, type Edit, type Plan } from "./edits";
import { record, redo, startHistory, undo } from "./history";
import { actionsOf, findAction, jsonOf, readDefinition, spanOf, targetAt, type Definition } from "./model";
import { valueOf, type Json } from "./syntax";
import { applyPatches, composePatches, diffText, invertPatches, mergeTexts, type Patch } from "./text";

const json = readFileSync(new URL("./fixtures/storefront.json", import.meta.url), "utf8");
const yaml = readFileSync(new URL("./fixtures/storefront.yaml", import.meta.url), "utf8");

function planned(definition: Definition, edit: Edit): Plan {
  const plan = planEdit(definition, edit);
  if (!plan.ok) throw new Error(plan.reason);
  return plan;
}

function edited(text: string, edit: Edit): string {
  return applyPatches(text, planned(readDefinition(text), edit).patches);
}

const rootValue = (text: string): Json => {
  const root = readDefinition(text).syntax.root;
  return root ? valueOf(root) : null;
};

describe("patches", () => {
  const edits = (text: string) =>
    fc
      .uniqueArray(fc.nat(text.length), { maxLength: 8 })
      .chain((offsets) =>
        fc.tuple(fc.constant([...offsets].sort((a, b) => a - b)), fc.array(fc.string({ maxLength: 5 }), { minLength: 4, maxLength: 4 })),
      )
      .map(([offsets, inserts]): Patch[] => {
        const patches: Patch[] = [];
        for (let i = 0; i + 1 < offsets.length; i += 2) {
          patches.push({ from: offsets[i] ?? 0, to: offsets[i + 1] ?? 0, insert: inserts[i / 2] ?? "" });
        }
        return patches;
      });

  it("undo gives the very text back, and composing equals doing one after the other", () => {
    const cases = fc.string({ maxLength: 80 }).chain((text) =>
      edits(text).chain((first) => {
        const middle = applyPatches(text, first);
        return edits(middle).map((second) => ({ text, first, middle, second }));
      }),
    );
    fc.assert(
      fc.property(cases, ({ text, first, middle, second }) => {
        expect(applyPatches(middle, invertPatches(text, first))).toBe(text);
        expect(applyPatches(text, composePatches(first, second))).toBe(applyPatches(middle, second));
      }),
    );
  });

  it("merges two changes that lie apart, and refuses those that meet", () => {
    expect(mergeTexts("one two three", "1 two three", "one two 3")).toBe("1 two 3");
    expect(mergeTexts("one two three", "one 2 three", "one two! three")).toBeUndefined();
    expect(mergeTexts("same", "same", "theirs")).toBe("theirs");
    expect(mergeTexts("same", "mine", "same")).toBe("mine");
    fc.assert(fc.property(fc.string(), fc.string(), fc.string(), fc.string({ minLength: 1 }), (head, tail, mine, middle) => {
      const merged = mergeTexts(`${head}${middle}${tail}`, `${mine}${middle}${tail}`, `${head}${middle}`);
      // Whatever it answers has both changes, or nothing.
      if (merged !== undefined && tail !== "" && mine !== head) expect([`${mine}${middle}`, `${mine}${middle}${tail}`]).toContain(merged);
    }));
  });

  it("a difference is one patch that turns one text into the other", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => applyPatches(a, diffText(a, b)) === b));
  });
});

describe("reading", () => {
  it("finds the declaration bare and as the AWS CLI writes it, in JSON and YAML", () => {
    const wrapped = readDefinition(json);
    expect(wrapped).toMatchObject({ format: "json", shape: "wrapped", base: ["pipeline"], faults: [] });
    const bare = readDefinition(yaml);
    expect(bare).toMatchObject({ format: "yaml", shape: "bare", base: [], faults: [] });
    const names = (d: Definition) => actionsOf(d.pipeline).map((a) => `${a.id} ${a.runOrder} ${a.inputs.join()}>${a.outputs.map((o) => o.name).join()}`);
    expect(names(bare)).toEqual(names(wrapped));
    expect(bare.pipeline.triggers).toEqual(wrapped.pipeline.triggers);
  });

  it("keeps what can be read of a half-written text", () => {
    const cut = readDefinition(json.slice(0, json.indexOf('"Staging"')));
    expect(cut.faults.length).toBeGreaterThan(0);
    expect(cut.pipeline.stages.map((stage) => stage.name).slice(0, 2)).toEqual(["Source", "Build"]);
  });

  it("says what a CloudFormation template is instead of showing an empty board", () => {
    expect(readDefinition("Resources:\n  P: {Type: AWS::CodePipeline::Pipeline}\n").faults[0]?.message).toContain("CloudFormation");
  });

  it("knows what stands at an offset, and where a target stands", () => {
    for (const text of [json, yaml]) {
      const definition = readDefinition(text);
      const target = targetAt(definition, text.indexOf("web-e2e"));
      expect(target).toEqual({ kind: "action", action: "Staging/EndToEnd" });
      const span = spanOf(definition, target);
      expect(span && text.slice(span.from, span.to)).toContain("web-e2e");
    }
  });

  it("tells repeated names of a draft apart", () => {
    const twice = readDefinition('{"name":"p","stages":[{"name":"S","actions":[{"name":"A"},{"name":"A"}]},{"name":"S","actions":[]}]}');
    expect(twice.pipeline.stages.map((stage) => stage.id)).toEqual(["S", "S~2"]);
    expect(actionsOf(twice.pipeline).map((action) => action.id)).toEqual(["S/A", "S/A~2"]);
  });
});

describe("edits", () => {
  it("set one configuration value and nothing else", () => {
    const edit: Edit = { kind: "setConfiguration", action: "Build/Package", key: "ProjectName", value: "web-package" };
    for (const text of [json, yaml]) expect(edited(text, edit)).toBe(text.replace("web-pkg", "web-package"));
  });

  it("keep the quotes of YAML and the comments beside a value", () => {
    const text = `stages:\n  - name: S # first\n    actions:\n      - name: 'A'   # the action\n        runOrder: 1 # one\n        configuration:\n          K: "v" # why\n`;
    const steps: Edit[] = [
      { kind: "setConfiguration", action: "S/A", key: "K", value: "w" },
      { kind: "setField", action: "S/A", field: "runOrder", value: 2 },
      { kind: "renameAction", action: "S/A", name: "B" },
    ];
    expect(steps.reduce(edited, text)).toBe(
      `stages:\n  - name: S # first\n    actions:\n      - name: 'B'   # the action\n        runOrder: 2 # one\n        configuration:\n          K: "w" # why\n`,
    );
  });

  it("add a key in the hand of the file", () => {
    const compact = '{"name":"p","stages":[{"name":"S","actions":[{"name":"A","configuration":{"K":"v"}}]}]}';
    expect(edited(compact, { kind: "setConfiguration", action: "S/A", key: "L", value: "w" })).toBe(compact.replace('"K":"v"', '"K":"v","L":"w"'));
    expect(edited(json, { kind: "setConfiguration", action: "Build/UnitTests", key: "BatchEnabled", value: "true" })).toBe(
      json.replace('"ProjectName": "web-unit"', '"ProjectName": "web-unit",\n              "BatchEnabled": "true"'),
    );
    expect(edited(yaml, { kind: "setConfiguration", action: "Build/UnitTests", key: "BatchEnabled", value: "true" })).toBe(
      yaml.replace("ProjectName: web-unit", 'ProjectName: web-unit\n          BatchEnabled: "true"'),
    );
  });

  it("add the configuration itself when there is none", () => {
    for (const text of [json, yaml]) {
      const after = readDefinition(edited(text, { kind: "setConfiguration", action: "Build/Lint", key: "K", value: "v" }));
      expect(findAction(after.pipeline, "Build/Lint")?.configuration).toEqual({ K: "v" });
      expect(findAction(after.pipeline, "Build/Lint")?.commands).toEqual(["npm ci", "npm run lint"]);
    }
  });

  it("take the trigger along when its source action is renamed", () => {
    for (const text of [json, yaml]) {
      const after = readDefinition(edited(text, { kind: "renameAction", action: "Source/WebApp", name: "Web" }));
      expect(after.pipeline.triggers[0]?.sourceActionName).toBe("Web");
    }
  });

  it("open a new step: the later ones move down, and the moved text stays as it was written", () => {
    for (const text of [json, yaml]) {
      const definition = readDefinition(text);
      const plan = planned(definition, { kind: "moveAction", action: "Build/Package", toStage: "Staging", runOrder: 2, newStep: true });
      expect(plan.label).toBe("Move Package to Staging step 2");
      const after = readDefinition(applyPatches(text, plan.patches));
      expect(after.pipeline.stages[2]?.actions.map((a) => [a.name, a.runOrder])).toEqual([
        ["DeployStaging", 1],
        ["Package", 2],
        ["SmokeTests", 3],
        ["EndToEnd", 3],
      ]);
      const before = jsonOf(definition, definition.pipeline.stages[1]?.actions[2]?.path ?? []);
      expect(jsonOf(after, after.pipeline.stages[2]?.actions[1]?.path ?? [])).toEqual(before);
    }
  });

  it("refuse what is shared through a YAML anchor, with a reason", () => {
    const text = `base: &base\n  K: v\nstages:\n  - name: S\n    actions:\n      - name: A\n        configuration: *base\n`;
    const plan = planEdit(readDefinition(text), { kind: "setConfiguration", action: "S/A", key: "K", value: "w" });
    expect(plan).toMatchObject({ ok: false });
  });

  it("refuse an action that is not there", () => {
    expect(planEdit(readDefinition(json), { kind: "removeAction", action: "No/Body" })).toMatchObject({ ok: false });
  });

  it("quote YAML words that an older reader takes for a boolean", () => {
    expect(edited(yaml, { kind: "setConfiguration", action: "Build/Package", key: "ProjectName", value: "yes" })).toBe(
      yaml.replace("ProjectName: web-pkg", 'ProjectName: "yes"'),
    );
  });
});

/** What the edit means for the plain value, without any text. */
function expected(before: Json, base: readonly string[], definition: Definition, edit: Edit): Json {
  const value = structuredClone(before) as { [key: string]: Json };
  const declaration = base.reduce((at, key) => at[key] as { [key: string]: Json }, value);
  const stages = declaration.stages as { [key: string]: Json }[];
  const find = (id: string) => {
    const s = definition.pipeline.stages.findIndex((stage) => stage.actions.some((a) => a.id === id));
    const i = definition.pipeline.stages[s]?.actions.findIndex((a) => a.id === id) ?? -1;
    const list = stages[s]?.actions as { [key: string]: Json }[];
    return { list, i, action: list[i] };
  };
  switch (edit.kind) {
    case "setField": {
      const { action } = find(edit.action);
      if (action && edit.value === undefined) Reflect.deleteProperty(action, edit.field);
      else if (action) action[edit.field] = edit.value ?? null;
      break;
    }
    case "setConfiguration": {
      const { action } = find(edit.action);
      if (!action) break;
      const configuration = action.configuration as { [key: string]: Json } | undefined;
      if (edit.value === undefined) {
        if (configuration) Reflect.deleteProperty(configuration, edit.key);
      } else if (configuration) configuration[edit.key] = edit.value;
      else action.configuration = { [edit.key]: edit.value };
      break;
    }
    case "removeAction": {
      const { list, i } = find(edit.action);
      list.splice(i, 1);
      break;
    }
    case "addAction": {
      const s = definition.pipeline.stages.findIndex((stage) => stage.id === edit.stage);
      (stages[s]?.actions as Json[]).splice(edit.index ?? Infinity, 0, edit.value);
      break;
    }
    case "addStage":
      stages.splice(edit.index ?? Infinity, 0, edit.value);
      break;
    case "removeStage":
      stages.splice(definition.pipeline.stages.findIndex((stage) => stage.id === edit.stage), 1);
      break;
    case "moveStage": {
      const from = definition.pipeline.stages.findIndex((stage) => stage.id === edit.stage);
      const [moved] = stages.splice(from, 1);
      if (moved) stages.splice(edit.index > from ? edit.index - 1 : edit.index, 0, moved);
      break;
    }
    default:
      throw new Error(`no expectation for ${edit.kind}`);
  }
  return value;
}

const words = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9@_.-]{1,12}$/),
  fc.constantFrom("yes", "null", "1.0", "0x1f", "#{Src.Commit}", "a: b", "- x", "# no", "line one\nline two\n", "tab\there", "trailing ", " leading", "é ☃", "{a}", "[b]", '"q"', "it's", "*star", "&amp", "!tag", "%", "@at", "`t`", ""),
);

const definitions = fc
  .record({
    stages: fc.array(
      fc.record({
        actions: fc.array(
          fc.record({
            order: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
            configuration: fc.option(fc.dictionary(fc.stringMatching(/^[A-Z][A-Za-z]{0,8}$/), words, { maxKeys: 4 }), { nil: undefined }),
            inputs: fc.array(fc.stringMatching(/^[A-Za-z]{1,6}$/), { maxLength: 2 }),
          }),
          { maxLength: 4 },
        ),
      }),
      { maxLength: 4 },
    ),
    wrapped: fc.boolean(),
    style: fc.constantFrom("json2", "json4", "tabs", "compact", "spaced", "yaml", "yamlIndentless", "yamlFlow", "crlf"),
  })
  .map(({ stages, wrapped, style }) => {
    const pipeline = {
      name: "p",
      stages: stages.map(({ actions }, s) => ({
        name: `S${s}`,
        actions: actions.map(({ order, configuration, inputs }, i) => ({
          name: `A${i}`,
          actionTypeId: { category: "Build", owner: "AWS", provider: "CodeBuild", version: "1" },
          ...(order === undefined ? {} : { runOrder: order }),
          ...(configuration === undefined ? {} : { configuration }),
          ...(inputs.length === 0 ? {} : { inputArtifacts: inputs.map((name) => ({ name })) }),
          futureMember: { kept: [1, true, null] },
        })),
      })),
    };
    const value = wrapped ? { pipeline } : pipeline;
    switch (style) {
      case "json4":
        return JSON.stringify(value, null, 4);
      case "tabs":
        return JSON.stringify(value, null, "\t");
      case "compact":
        return JSON.stringify(value);
      case "spaced":
        return JSON.stringify(value, null, 1).replace(/\n */g, " ");
      case "yaml":
        return stringify(value);
      case "yamlIndentless":
        return stringify(value, { indentSeq: false });
      case "yamlFlow":
        return stringify(value, { collectionStyle: "flow" });
      case "crlf":
        return `${JSON.stringify(value, null, 2)}\n`.replace(/\n/g, "\r\n");
      default:
        return `${JSON.stringify(value, null, 2)}\n`;
    }
  });

const anEdit = (definition: Definition): fc.Arbitrary<Edit | undefined> => {
  const actions = actionsOf(definition.pipeline).map((a) => a.id);
  const stages = definition.pipeline.stages.map((s) => s.id);
  const value = fc.record({ name: fc.constant("New"), runOrder: fc.integer({ min: 1, max: 5 }), configuration: fc.dictionary(fc.constantFrom("K", "L"), words) });
  const onAction = actions.length
    ? [
        fc.record({ kind: fc.constant("setConfiguration" as const), action: fc.constantFrom(...actions), key: fc.stringMatching(/^[A-Z][A-Za-z]{0,5}$/), value: fc.option(words, { nil: undefined }) }),
        fc.constantFrom(...actionsOf(definition.pipeline)).chain((action) =>
          fc.record({
            kind: fc.constant("setConfiguration" as const),
            action: fc.constant(action.id),
            key: fc.constantFrom(...Object.keys(action.configuration), "Fresh"),
            value: fc.option(words, { nil: undefined }),
          }),
        ),
        fc.record({ kind: fc.constant("setField" as const), action: fc.constantFrom(...actions), field: fc.constant("runOrder" as const), value: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }) }),
        fc.record({
          kind: fc.constant("setField" as const),
          action: fc.constantFrom(...actions),
          field: fc.constantFrom("inputArtifacts" as const, "outputArtifacts" as const),
          value: fc.option(fc.array(fc.record({ name: fc.stringMatching(/^[A-Za-z]{1,6}$/) }), { maxLength: 3 }), { nil: undefined }),
        }),
        fc.record({ kind: fc.constant("removeAction" as const), action: fc.constantFrom(...actions) }),
      ]
    : [];
  const onStage = stages.length
    ? [
        fc.record({ kind: fc.constant("addAction" as const), stage: fc.constantFrom(...stages), value, index: fc.nat(3) }),
        fc.record({ kind: fc.constant("removeStage" as const), stage: fc.constantFrom(...stages) }),
        fc.record({ kind: fc.constant("moveStage" as const), stage: fc.constantFrom(...stages), index: fc.nat(stages.length) }),
      ]
    : [];
  const addStage = fc.record({ kind: fc.constant("addStage" as const), value: value.map((action) => ({ name: "New", actions: [action] })), index: fc.nat(4) });
  return fc.oneof(addStage, ...onAction, ...onStage);
};

describe("any edit of any text", () => {
  const cases = definitions.chain((text) => anEdit(readDefinition(text)).map((edit) => ({ text, edit })));

  it("changes exactly what it says, keeps every other value, and comes back byte for byte", () => {
    fc.assert(
      fc.property(cases, ({ text, edit }) => {
        if (edit === undefined) return;
        const definition = readDefinition(text);
        expect(definition.faults).toEqual([]);
        const plan = planned(definition, edit);
        const after = applyPatches(text, plan.patches);
        expect(rootValue(after), after).toEqual(expected(rootValue(text), definition.base as string[], definition, edit));
        expect(applyPatches(after, invertPatches(text, plan.patches))).toBe(text);
        if (plan.patches.length === 0) return;
        // What stands outside the patches stands there still.
        const first = plan.patches[0];
        const last = plan.patches.at(-1);
        if (first) expect(after.slice(0, first.from)).toBe(text.slice(0, first.from));
        if (last && last.to < text.length) expect(after.endsWith(text.slice(last.to))).toBe(true);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("moves actions without changing anything but their place and step", () => {
    const moves = definitions.filter((text) => actionsOf(readDefinition(text).pipeline).length > 0).chain((text) => {
      const { pipeline } = readDefinition(text);
      return fc.record({
        text: fc.constant(text),
        action: fc.constantFrom(...actionsOf(pipeline).map((a) => a.id)),
        toStage: fc.constantFrom(...pipeline.stages.map((s) => s.id)),
        runOrder: fc.integer({ min: 1, max: 5 }),
        newStep: fc.boolean(),
      });
    });
    fc.assert(
      fc.property(moves, ({ text, ...move }) => {
        const definition = readDefinition(text);
        const plan = planned(definition, { kind: "moveAction", ...move });
        const after = readDefinition(applyPatches(text, plan.patches));
        expect(after.faults, after.text).toEqual([]);
        expect(applyPatches(after.text, invertPatches(text, plan.patches))).toBe(text);
        const strip = (value: Json | undefined) => ({ ...(value as { [key: string]: Json }), runOrder: 0 });
        const all = (d: Definition) => actionsOf(d.pipeline).map((a) => JSON.stringify(strip(jsonOf(d, a.path)))).sort();
        expect(all(after), after.text).toEqual(all(definition));
        const moved = after.pipeline.stages.find((s) => s.id === move.toStage)?.actions;
        const name = move.action.slice(move.action.indexOf("/") + 1);
        expect(moved?.some((a) => a.name === name && a.runOrder === move.runOrder), after.text).toBe(true);
      }),
      { numRuns: 120 },
    );
  }, 60_000);
});

describe("history", () => {
  it("undoes and redoes labelled steps exactly, and restores what was selected", () => {
    let history = startHistory<string>(json);
    const steps: Edit[] = [
      { kind: "setConfiguration", action: "Build/Package", key: "ProjectName", value: "x" },
      { kind: "moveAction", action: "Build/Lint", toStage: "Staging", runOrder: 1 },
      { kind: "removeAction", action: "Prod/BlueGreen" },
    ];
    const texts = [json];
    steps.forEach((edit, i) => {
      const plan = planned(readDefinition(history.text), edit);
      history = record(history, { label: plan.label, patches: plan.patches, before: `before ${i}`, after: `after ${i}` });
      texts.push(history.text);
    });
    expect(history.past.map((step) => step.label)).toEqual(["Set ProjectName of Package", "Move Lint to Staging step 1", "Delete BlueGreen"]);
    for (let i = steps.length - 1; i >= 0; i--) {
      const back = undo(history);
      expect(back?.mark).toBe(`before ${i}`);
      history = back?.history ?? history;
      expect(history.text).toBe(texts[i]);
    }
    expect(undo(history)).toBeUndefined();
    for (let i = 0; i < steps.length; i++) {
      const forward = redo(history);
      expect(forward?.mark).toBe(`after ${i}`);
      history = forward?.history ?? history;
      expect(history.text).toBe(texts[i + 1]);
    }
  });

  it("joins quick changes of one field into one step", () => {
    let history = startHistory<null>(json);
    for (const value of ["w", "we", "web"]) {
      const plan = planned(readDefinition(history.text), { kind: "setConfiguration", action: "Build/Package", key: "ProjectName", value });
      history = record(history, { label: plan.label, patches: plan.patches, before: null, after: null, mergeKey: plan.mergeKey }, true);
    }
    expect(history.past).toHaveLength(1);
    expect(undo(history)?.history.text).toBe(json);
  });
});

describe("names, copies and wires", () => {
  it("renames an artifact, a namespace and a variable wherever they are said, and nothing else", () => {
    const text = JSON.stringify(
      {
        name: "p",
        variables: [{ name: "Tag", defaultValue: "Tag" }],
        stages: [
          { name: "A", actions: [{ name: "Src", namespace: "Src", configuration: { Repo: "Out" }, outputArtifacts: [{ name: "Out" }] }] },
          {
            name: "B",
            actions: [
              {
                name: "Use",
                inputArtifacts: [{ name: "Out" }, { name: "Outer" }],
                configuration: { PrimarySource: "Out", TemplatePath: "Out::a/Out.yml", Other: "Outer::x", ParameterOverrides: '{"K":{"Fn::GetArtifactAtt":["Out","URL"]}}', Note: "#{Src.Id} #{variables.Tag} Tag Src" },
              },
            ],
          },
        ],
      },
      null,
      2,
    );
    const steps: Edit[] = [
      { kind: "rename", what: "artifact", name: "Out", to: "Built" },
      { kind: "rename", what: "namespace", name: "Src", to: "Source$&" },
      { kind: "rename", what: "variable", name: "Tag", to: "Release" },
    ];
    const after = readDefinition(steps.reduce(edited, text));
    expect(after.pipeline.variables).toEqual([{ name: "Release", defaultValue: "Tag", description: undefined }]);
    const [source, use] = actionsOf(after.pipeline);
    expect([source?.name, source?.namespace, source?.configuration, source?.outputs[0]?.name]).toEqual(["Src", "Source$&", { Repo: "Out" }, "Built"]);
    expect(use?.inputs).toEqual(["Built", "Outer"]);
    expect(use?.configuration).toEqual({
      PrimarySource: "Built",
      TemplatePath: "Built::a/Out.yml",
      Other: "Outer::x",
      ParameterOverrides: '{"K":{"Fn::GetArtifactAtt":["Built","URL"]}}',
      Note: "#{Source$&.Id} #{variables.Release} Tag Src",
    });
  });

  it("gives a copy free names, keeps what it takes, and shifts later steps for a new one", () => {
    for (const text of [json, yaml]) {
      const { pipeline } = readDefinition(edited(text, { kind: "copyAction", action: "Build/Package", toStage: "Build", runOrder: 2, newStep: true }));
      const build = pipeline.stages[1]?.actions ?? [];
      expect(build.map((one) => [one.name, one.runOrder])).toEqual([["UnitTests", 1], ["Lint", 1], ["Package2", 2], ["Package", 3]]);
      const [copy, original] = [build[2], build[3]];
      expect(copy?.inputs).toEqual(original?.inputs);
      expect(copy?.configuration).toEqual(original?.configuration);
      expect(copy?.outputs[0]?.name).not.toBe(original?.outputs[0]?.name);
      expect(copy?.namespace).not.toBe(original?.namespace);
    }
  });

  it("pastes actions that refer to each other with their links", () => {
    const make = { name: "Package", runOrder: 4, namespace: "BuildVars", outputArtifacts: [{ name: "WebBuild" }] };
    const use = { name: "Ship", runOrder: 5, inputArtifacts: [{ name: "WebBuild" }, { name: "WebSrc" }], configuration: { Text: "#{BuildVars.TAG}" } };
    for (const text of [json, yaml]) {
      const before = readDefinition(text);
      const { pipeline } = readDefinition(edited(text, { kind: "pasteActions", stage: "Prod", values: [make, use] }));
      const added = (pipeline.stages.at(-1)?.actions ?? []).slice(before.pipeline.stages.at(-1)?.actions.length);
      const last = Math.max(...(before.pipeline.stages.at(-1)?.actions ?? []).map((one) => one.runOrder));
      expect(added.map((one) => [one.name, one.runOrder])).toEqual([["Package2", last + 1], ["Ship", last + 2]]);
      expect(added[0]?.outputs[0]?.name).toBe("WebBuild2");
      expect(added[1]?.inputs).toEqual(["WebBuild2", "WebSrc"]);
      expect(added[1]?.configuration.Text).toBe(`#{${added[0]?.namespace ?? ""}.TAG}`);
    }
  });

  it("connects two actions, and makes the artifact where there is none", () => {
    for (const text of [json, yaml]) {
      const after = readDefinition(edited(text, { kind: "connect", from: "Build/Lint", to: "Staging/SmokeTests", artifact: "LintOutput" }));
      expect(findAction(after.pipeline, "Build/Lint")?.outputs.map((one) => one.name)).toContain("LintOutput");
      expect(findAction(after.pipeline, "Staging/SmokeTests")?.inputs).toContain("LintOutput");
    }
  });
});

describe("any sequence of changes of the board", () => {
  const steps = fc.array(fc.record({ what: fc.nat(11), a: fc.nat(), b: fc.nat(), order: fc.integer({ min: 1, max: 4 }), flag: fc.boolean() }), { minLength: 1, maxLength: 10 });

  const gate = (n: number) => gates[n % gates.length]?.gate ?? "beforeEntry";

  /** A change of the board on whatever is there now. */
  function chosen(definition: Definition, step: { what: number; a: number; b: number; order: number; flag: boolean }): Edit | undefined {
    const actions = actionsOf(definition.pipeline);
    const { stages } = definition.pipeline;
    const action = actions[step.a % Math.max(1, actions.length)];
    const other = actions[step.b % Math.max(1, actions.length)];
    const stage = stages[step.b % Math.max(1, stages.length)];
    if (!action || !other || !stage) return undefined;
    const place = { action: action.id, toStage: stage.id, runOrder: step.order, newStep: step.flag };
    const all: Edit[] = [
      { kind: "moveAction", ...place },
      { kind: "copyAction", ...place },
      { kind: "newStageWith", action: action.id, index: step.b % (stages.length + 1), copy: step.flag },
      { kind: "connect", from: action.id, to: other.id, artifact: `Made${step.order}` },
      { kind: "moveStage", stage: stage.id, index: step.a % (stages.length + 1) },
      { kind: "rename", what: "artifact", name: action.inputs[0] ?? "None", to: `Renamed${step.order}` },
      { kind: "all", label: "Delete both", edits: [{ kind: "removeAction", action: action.id }, { kind: "setStage", stage: stage.id, path: ["onFailure"], value: { result: "ROLLBACK" } }] },
      { kind: "renameAction", action: action.id, name: `Fresh${step.a % 1000}` },
      { kind: "placeRule", ruled: { kind: "rule", provider: "Commands", label: "Commands" }, stage: stage.id, gate: gate(step.a) },
      { kind: "placeRule", ruled: { kind: "condition", stage: stage.id, gate: gate(step.a) }, stage: stages[step.a % stages.length]?.id ?? "", gate: gate(step.b), copy: step.flag },
      {
        kind: "repair",
        label: "Put it right",
        changes: [
          { op: "set", at: "/artifactStore/location", value: "bucket" },
          { op: "append", to: "/variables", value: { name: `V${step.order}` } },
          { op: "rename", at: `/stages/${stages.indexOf(stage)}/name`, to: "title" },
          { op: "rename", at: `/stages/${stages.indexOf(stage)}/title`, to: "name" },
        ],
      },
      splitOf(definition.pipeline, stage.id) ?? { kind: "removeStage", stage: stage.id },
    ];
    return all[step.what];
  }

  it("is undone to the identical text and redone to the identical text, and never breaks the file or loses a member", () => {
    fc.assert(
      fc.property(definitions, steps, (text, list) => {
        let history = startHistory<null>(text);
        const texts = [text];
        for (const step of list) {
          const definition = readDefinition(history.text);
          const wanted = chosen(definition, step);
          const plan = wanted && planEdit(definition, wanted);
          if (!plan?.ok || plan.patches.length === 0) continue;
          history = record(history, { label: plan.label, patches: plan.patches, before: null, after: null });
          const after = readDefinition(history.text);
          expect(after.faults, history.text).toEqual([]);
          // Members that this program does not know go along with their action.
          for (const action of actionsOf(after.pipeline)) expect(jsonOf(after, [...action.path, "futureMember"]), history.text).toEqual({ kept: [1, true, null] });
          texts.push(history.text);
        }
        for (const expectedText of texts.slice(0, -1).reverse()) {
          history = undo(history)?.history ?? history;
          expect(history.text).toBe(expectedText);
        }
        for (const expectedText of texts.slice(1)) {
          history = redo(history)?.history ?? history;
          expect(history.text).toBe(expectedText);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

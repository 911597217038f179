// @vitest-environment jsdom
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { readDefinition, type Edit, type Target } from "../document";
import { Inspector, readCatalog, ResourcesContext, type Choices, type InspectorProps } from ".";
import { arrange, isRequired } from "./catalog";

const folder = join(__dirname, "../../../crates/pipeline/catalog");
const catalog = readCatalog(readdirSync(folder).map((name): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"))));
const text = readFileSync(join(__dirname, "../document/fixtures/storefront.json"), "utf8");
const definition = readDefinition(text);

function show(action: string, props: Partial<InspectorProps> = {}) {
  const onEdit = vi.fn<(edit: Edit) => void>();
  const onSelect = vi.fn<(target: Target) => void>();
  const target: Target = { kind: "action", action };
  const view = render(<Inspector definition={definition} target={target} catalog={catalog} onEdit={onEdit} onSelect={onSelect} {...props} />);
  return { onEdit, onSelect, ...view };
}

describe("the catalog", () => {
  it("is read whole, with the shape of every type and property", () => {
    expect(catalog.size).toBe(readdirSync(folder).length);
    expect(catalog.get("Build/AWS/CodeBuild/1")?.properties.find((one) => one.name === "EnvironmentVariables")?.kind).toBe("json");
    expect(readCatalog({ not: "a list" }).size).toBe(0);
    expect(readCatalog([null, 3, { category: "Build" }]).size).toBe(0);
  });

  it("knows when a property is needed", () => {
    const type = catalog.get("Build/AWS/CodeBuild/1");
    const action = definition.pipeline.stages[1]?.actions[2];
    const primary = type?.properties.find((one) => one.name === "PrimarySource");
    if (!type || !action || !primary) throw new Error("the fixture has changed");
    expect(isRequired(primary, action, type)).toBe(true);
    expect(isRequired(primary, { ...action, inputs: ["WebSrc"] }, type)).toBe(false);
    expect(isRequired({ ...primary, requiredWhen: "BatchEnabled=true" }, action, type)).toBe(false);
    expect(isRequired({ ...primary, requiredWhen: "BatchEnabled=false|x" }, action, type)).toBe(true);
    expect(isRequired({ ...primary, requiredWhen: "!BuildspecOverride" }, action, type)).toBe(true);
    expect(arrange(action, type).first.map((one) => one.name)).toEqual(["ProjectName", "PrimarySource", "EnvironmentVariables"]);
  });
});

describe("the inspector of an action", () => {
  it("tells one edit when a field is left, and none when nothing was changed", async () => {
    const user = userEvent.setup();
    const { onEdit } = show("Build/Package");
    const project = screen.getByRole("textbox", { name: /Project/ });
    await user.click(project);
    await user.tab();
    expect(onEdit).not.toHaveBeenCalled();
    await user.clear(project);
    await user.type(project, "web-package");
    expect(onEdit).not.toHaveBeenCalled();
    await user.tab();
    expect(onEdit).toHaveBeenCalledExactlyOnceWith({ kind: "setConfiguration", action: "Build/Package", key: "ProjectName", value: "web-package" });
  });

  it("Enter tells at once, Escape takes the typing back, an emptied field is removed", async () => {
    const user = userEvent.setup();
    const { onEdit } = show("Build/Package");
    const name = screen.getByRole("textbox", { name: "Action name" });
    await user.clear(name);
    await user.type(name, "Pack{Enter}");
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "renameAction", action: "Build/Package", name: "Pack" });
    const space = screen.getByRole<HTMLInputElement>("textbox", { name: /Namespace/ });
    await user.type(space, "X{Escape}");
    expect(space.value).toBe("BuildVars");
    await user.clear(space);
    await user.tab();
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "setField", action: "Build/Package", field: "namespace", value: undefined });
  });

  it("says what is wrong with a draft and with the text", async () => {
    const user = userEvent.setup();
    show("Build/Package", { problems: [{ pointer: "/stages/1/actions/2/configuration/ProjectName", severity: "error", message: "The project does not exist." }] });
    expect(screen.getByText("The project does not exist.")).toBeTruthy();
    const order = screen.getByRole("textbox", { name: "Run order" });
    await user.clear(order);
    await user.type(order, "1000");
    expect(screen.getByText("1 to 999")).toBeTruthy();
  });

  it("shows keys that the type does not have as extra, and keeps them", async () => {
    const user = userEvent.setup();
    const odd = readDefinition(text.replace('"ProjectName": "web-unit"', '"ProjectName": "web-unit", "Future": "kept"'));
    const { onEdit } = show("Build/UnitTests", { definition: odd });
    expect(screen.getByText("Extra")).toBeTruthy();
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Future" });
    expect(field.value).toBe("kept");
    await user.type(field, "!{Enter}");
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "setConfiguration", action: "Build/UnitTests", key: "Future", value: "kept!" });
  });

  it("shows an unknown action type as plain keys and values", () => {
    const odd = readDefinition(text.replace(/"provider": "ECS"/, '"provider": "Teleport"'));
    show("Staging/DeployStaging", { definition: odd });
    expect(screen.getByText(/Deploy Teleport is not in the catalog/)).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "ServiceName" }).value).toBe("web-staging");
  });

  it("offers choices as choices", () => {
    const { onEdit, container } = show("Prod/EdgeStack");
    const select = createWrapper(container)
      .findAllSelects()
      .find((one) => one.getElement().textContent?.includes("CREATE_UPDATE"));
    select?.openDropdown();
    select?.selectOptionByValue("DELETE_ONLY");
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "setConfiguration", action: "Prod/EdgeStack", key: "ActionMode", value: "DELETE_ONLY" });
  });

  it("edits environment variables as rows and writes them as the provider's JSON", async () => {
    const user = userEvent.setup();
    const { onEdit } = show("Build/Package");
    const table = screen.getByRole("table", { name: "Environment variables" });
    await user.click(within(table).getByRole("button", { name: "Edit NODE_ENV" }));
    const value = within(table).getByRole("textbox", { name: "Value" });
    await user.clear(value);
    await user.type(value, "test{Enter}");
    const edit = onEdit.mock.lastCall?.[0];
    expect(edit).toMatchObject({ kind: "setConfiguration", key: "EnvironmentVariables" });
    expect(edit?.kind === "setConfiguration" && JSON.parse(edit.value ?? "")).toMatchObject([{ name: "NODE_ENV", value: "test", type: "PLAINTEXT" }, { name: "IMAGE_TAG" }, { name: "REPO_URI", type: "PARAMETER_STORE" }]);
  });

  it("offers variables of earlier actions after #{ and only those", async () => {
    const user = userEvent.setup();
    const { onEdit } = show("Approval/ReleaseGate");
    const data = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Comment" });
    await user.clear(data);
    await user.type(data, "ship #{{Src.Comm");
    const list = screen.getByRole("listbox", { name: "Variables" });
    expect(within(list).getAllByRole("option")[0]?.textContent).toContain("#{Src.CommitId}");
    await user.keyboard("{Enter}");
    expect(data.value).toMatch(/^ship #\{Src\.Commit\w+\}$/);
    await user.tab();
    expect(onEdit).toHaveBeenCalledTimes(1);
  });

  it("lists the artifacts that can be taken here, and says why the others cannot", async () => {
    const user = userEvent.setup();
    const { onEdit, onSelect } = show("Build/UnitTests");
    await user.click(screen.getByRole("button", { name: "Input" }));
    const menu = screen.getByRole("menu", { name: "Artifacts" });
    expect(within(menu).getByRole<HTMLButtonElement>("menuitem", { name: /WebBuild.*produced later/ }).disabled).toBe(true);
    await user.click(within(menu).getByRole("menuitem", { name: /EdgeConf/ }));
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "setField", action: "Build/UnitTests", field: "inputArtifacts", value: [{ name: "WebSrc" }, { name: "EdgeConf" }] });
    await user.click(screen.getByRole("button", { name: "WebApp" }));
    expect(onSelect).toHaveBeenLastCalledWith({ kind: "action", action: "Source/WebApp" });
  });

  it("says what the action does on this computer and what that is worth", () => {
    show("Build/Package", {
      here: { runsOn: "local", fidelity: "rehearsed", what: "Computes the change set.", from: "setup", differences: ["KMS is not checked."], gaps: [{ code: "x", message: "No project.", remedy: "Name one.", subject: "web-pkg" }] },
    });
    const panel = screen.getByRole("region", { name: "On this computer" });
    expect(within(panel).getByText(/^Rehearsed:/)).toBeTruthy();
    expect(within(panel).getByText(/No project\. Name one\./)).toBeTruthy();
  });

  it("cannot be written to while it is read only", () => {
    show("Build/Package", { readOnly: true });
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: /Project/ }).readOnly).toBe(true);
    expect(screen.queryByRole("button", { name: "Input" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Add" })).toBeNull();
  });
});

describe("the inspector of a stage and of the pipeline", () => {
  it("renames a stage and leads to its actions", async () => {
    const user = userEvent.setup();
    const { onEdit, onSelect } = show("", { target: { kind: "stage", stage: "Staging" } });
    const name = screen.getByRole("textbox", { name: /Stage name/ });
    await user.clear(name);
    await user.type(name, "Beta{Enter}");
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "renameStage", stage: "Staging", name: "Beta" });
    await user.click(screen.getByRole("button", { name: /SmokeTests/ }));
    expect(onSelect).toHaveBeenLastCalledWith({ kind: "action", action: "Staging/SmokeTests" });
  });

  it("edits a trigger's filter and a variable's default", async () => {
    const user = userEvent.setup();
    const { onEdit } = show("", { target: { kind: "pipeline" } });
    const branches = screen.getAllByRole<HTMLInputElement>("textbox", { name: "Branches" })[0];
    expect(branches?.value).toBe("main, release/*");
    if (branches) {
      await user.clear(branches);
      await user.type(branches, "main, hotfix/**{Enter}");
    }
    expect(onEdit).toHaveBeenLastCalledWith(expect.objectContaining({ kind: "setPipeline", value: { includes: ["main", "hotfix/**"] } }));
    const ring = screen.getByRole("textbox", { name: "Ring" });
    await user.clear(ring);
    await user.type(ring, "beta{Enter}");
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "setPipeline", path: ["variables", 0, "defaultValue"], value: "beta" });
    expect(screen.getByText(/Used by ReleaseGate/)).toBeTruthy();
  });
});

describe("completion of variables", () => {
  it("offers what an earlier action exported in its last execution, with the value it had", async () => {
    const user = userEvent.setup();
    const last = new Map([["Build/Package", [{ name: "IMAGE_TAG", value: "web-1.4.2" }]], ["", [{ name: "Ring", value: "beta" }]]]);
    const { onEdit } = show("Staging/SmokeTests", { last });
    const project = screen.getByRole("textbox", { name: /Project/ });
    await user.clear(project);
    await user.type(project, "smoke-#{{IMAGE");
    const offered = screen.getByRole("option", { name: /IMAGE_TAG/ });
    expect(offered.textContent).toContain("= web-1.4.2");
    await user.keyboard("{Enter}{Enter}");
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "setConfiguration", action: "Staging/SmokeTests", key: "ProjectName", value: "smoke-#{BuildVars.IMAGE_TAG}" });
  });
});

describe("what a stage and names need beyond plain fields", () => {
  it("adds a condition with a rule, and says the result of a failure", async () => {
    const user = userEvent.setup();
    const { onEdit } = show("", { target: { kind: "stage", stage: "Staging" } });
    await user.click(screen.getByRole("button", { name: "Entry rule" }));
    expect(onEdit).toHaveBeenLastCalledWith(
      { kind: "placeRule", ruled: { kind: "rule", provider: "VariableCheck", label: "Variable check" }, stage: "Staging", gate: "beforeEntry" },
    );
  });

  it("edits what several actions share as one step", async () => {
    const user = userEvent.setup();
    const { onEdit } = show("", { target: { kind: "action", action: "Build/Lint" }, marked: ["Build/UnitTests", "Build/Lint"] });
    expect(screen.getByRole("heading", { name: "2 actions" })).toBeTruthy();
    await user.type(screen.getByRole("textbox", { name: "Region" }), "eu-west-1{Enter}");
    expect(onEdit).toHaveBeenLastCalledWith({
      kind: "all",
      label: "Set region of 2 actions",
      edits: ["Build/UnitTests", "Build/Lint"].map((action) => ({ kind: "setField", action, field: "region", value: "eu-west-1" })),
    });
  });

  it("shows every place of a rename before it is done", async () => {
    const user = userEvent.setup();
    const { onEdit } = show("Build/Package");
    await user.click(screen.getByRole("button", { name: /Rename WebBuild everywhere$/ }));
    const field = screen.getByRole("textbox", { name: "New name of artifact WebBuild" });
    await user.clear(field);
    await user.type(field, "Site{Enter}");
    expect(screen.getByText(/places change/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Rename everywhere" }));
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "rename", what: "artifact", name: "WebBuild", to: "Site" });
  });
});

describe("fields that name a resource", () => {
  const found: Choices = {
    groups: [
      { title: "On this computer", choices: [{ value: "web-package" }, { value: "web-unit", note: "the setup" }] },
      { title: "111122223333 in eu-west-1", choices: [{ value: "arn:aws:iam::111122223333:role/api", name: "api" }] },
    ],
    loading: false,
    problems: [],
    empty: "Nothing of the kind was found.",
    more: false,
  };
  const asked = vi.fn<(kind: string, within: string | undefined, wanted: boolean) => void>();
  const showWith = (choices: Choices, action = "Build/Package") => {
    asked.mockClear();
    const onEdit = vi.fn<(edit: Edit) => void>();
    const useChoices = (kind: string, within: string | undefined, wanted: boolean) => {
      asked(kind, within, wanted);
      return wanted ? choices : { ...choices, groups: [] };
    };
    render(
      <ResourcesContext value={{ useChoices }}>
        <Inspector definition={definition} target={{ kind: "action", action }} catalog={catalog} onEdit={onEdit} onSelect={() => undefined} />
      </ResourcesContext>,
    );
    return onEdit;
  };

  it("asks for names only when the field is used, and takes one by keys as one edit", async () => {
    const user = userEvent.setup();
    const onEdit = showWith(found);
    const project = screen.getByRole("combobox", { name: /Project/ });
    expect(asked.mock.calls.every(([, , wanted]) => !wanted)).toBe(true);
    await user.click(project);
    expect(asked).toHaveBeenLastCalledWith("build-project", undefined, true);
    expect(screen.getAllByRole("option").map((one) => one.title)).toEqual(["web-package", "web-unit", "arn:aws:iam::111122223333:role/api"]);
    expect(project.getAttribute("aria-expanded")).toBe("true");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(document.getElementById(project.getAttribute("aria-activedescendant") ?? "")?.title).toBe("web-unit");
    await user.keyboard("{Enter}");
    expect(onEdit).toHaveBeenCalledExactlyOnceWith({ kind: "setConfiguration", action: "Build/Package", key: "ProjectName", value: "web-unit" });
    expect(screen.queryByRole("option")).toBeNull();
  });

  it("narrows to what is typed, also by name, and keeps any other text", async () => {
    const user = userEvent.setup();
    const onEdit = showWith(found);
    const project = screen.getByRole("combobox", { name: /Project/ });
    await user.clear(project);
    await user.type(project, "api");
    expect(screen.getAllByRole("option")).toHaveLength(1);
    await user.type(project, "-of-mine");
    expect(screen.getByText("Nothing of the kind was found.")).toBeTruthy();
    await user.keyboard("{Enter}");
    expect(onEdit).toHaveBeenCalledExactlyOnceWith({ kind: "setConfiguration", action: "Build/Package", key: "ProjectName", value: "api-of-mine" });
  });

  it("says that names are asked for, and why they could not be had, with a way to ask again", async () => {
    const user = userEvent.setup();
    const retry = vi.fn();
    showWith({ ...found, groups: [], loading: true, problems: [{ message: "prod: not allowed.", retry }] });
    await user.click(screen.getByRole("combobox", { name: /Project/ }));
    expect(screen.getByText("Asking for names…")).toBeTruthy();
    expect(screen.getByText(/prod: not allowed/)).toBeTruthy();
    await user.pointer({ keys: "[MouseLeft]", target: screen.getByRole("button", { name: "Try again" }) });
    expect(retry).toHaveBeenCalledOnce();
    await user.keyboard("{Escape}");
    expect(screen.queryByText("Asking for names…")).toBeNull();
  });

  it("completes variables there too", async () => {
    const user = userEvent.setup();
    const onEdit = showWith(found, "Staging/SmokeTests");
    const project = screen.getByRole("combobox", { name: /Project/ });
    await user.clear(project);
    await user.type(project, "smoke-#{{Ring");
    await user.keyboard("{Enter}{Enter}");
    expect(onEdit).toHaveBeenLastCalledWith({ kind: "setConfiguration", action: "Staging/SmokeTests", key: "ProjectName", value: "smoke-#{variables.Ring}" });
  });
});

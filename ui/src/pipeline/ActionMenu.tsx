/** The menu of a card or a stage: the commands that fit, and every place it can be moved to. */
import { Menu, type MenuGroup } from "../board";
import { commands, keyWords } from "../commands";
import { findAction, findStage, gates, movesOf, type Pipeline, type Target } from "../document";
import type { Acts } from "../state/acts";
import { currentRoute } from "../state/route";

export interface MenuAt {
  readonly target: Target;
  readonly anchor: DOMRect;
}

export function ActionMenu({ at, pipeline, acts, onClose }: { readonly at: MenuAt; readonly pipeline: Pipeline; readonly acts: Acts; readonly onClose: () => void }) {
  const { target, anchor } = at;
  const context = { route: currentRoute(), acts };
  const of = (...names: string[]) =>
    names.flatMap((name) => {
      const command = commands.find((one) => one.name === name);
      if (!command?.when(context)) return [];
      return [{ label: command.label, icon: command.icon, keys: command.keys === undefined ? undefined : keyWords(command.keys), perform: () => command.perform(context) }];
    });
  const id = target.kind === "action" ? target.action : undefined;
  const { around, stages } = id === undefined ? { around: [], stages: [] } : movesOf(pipeline, id);
  const moves = [...around, ...stages].map((choice) => ({
    label: choice.label,
    keys: choice.keys === undefined ? undefined : keyWords(choice.keys),
    disabled: choice.slot === undefined ? "There is no place in that direction" : undefined,
    perform: () => {
      if (id !== undefined && choice.slot) acts.design?.place({ kind: "actions", ids: [id] }, choice.slot, false);
    },
  }));
  const stage = target.kind === "stage" ? findStage(pipeline, target.stage) : undefined;
  const conditions = stage === undefined ? [] : [
    ...gates.map(({ gate, title }) => ({ label: `Add a rule at ${title.toLowerCase()}`, perform: () => acts.design?.place({ kind: "rule", provider: "VariableCheck", label: "Variable check" }, { kind: "gate", stage: stage.id, gate }, false) })),
    ...gates
      .filter(({ gate }) => stage.conditions.rules[gate] > 0)
      .map(({ gate, title }) => ({ label: `Move the ${title.toLowerCase()} condition with the arrow keys`, perform: () => acts.carry?.({ kind: "condition", stage: stage.id, gate }) })),
  ];
  const groups: MenuGroup[] =
    id === undefined
      ? [{ title: "Move", items: of("move-left", "move-right") }, { title: "Conditions", items: conditions }, { items: of("rename", "duplicate", "copy", "paste", "add-action", "add-stage", "delete") }]
      : [{ title: "Move", items: [...moves, ...of("cut")] }, { items: of("rename", "duplicate", "copy", "paste", "add-action", "delete") }];
  return <Menu label={`Menu of ${target.kind === "stage" ? target.stage : (findAction(pipeline, id ?? "")?.name ?? "")}`} anchor={anchor} groups={groups} onClose={onClose} />;
}

/**
 * Artifact flow: who makes what, who takes it, and what lies up and down stream of an action.
 * Derived from names and order alone; wires are never stored.
 */
import { actionsOf, type Action, type ActionId, type Pipeline } from "./model";

/** An action's place in the order of execution. */
export interface Place {
  readonly stage: number;
  /** 0-based index of the step (band) within the stage. */
  readonly step: number;
  readonly runOrder: number;
}

/** One artifact on its way from its producer to one consumer. */
export interface Link {
  readonly artifact: string;
  readonly from: ActionId;
  readonly to: ActionId;
  /** Why the consumer cannot have it, when it cannot. */
  readonly broken: string | undefined;
}

/** An artifact of the pipeline. */
export interface Artifact {
  readonly name: string;
  /** Its colour seed: 1 to 5, by order of appearance. */
  readonly seed: number;
  readonly producers: readonly ActionId[];
  readonly consumers: readonly ActionId[];
}

export interface Flow {
  readonly artifacts: ReadonlyMap<string, Artifact>;
  readonly links: readonly Link[];
  /** Inputs that no action makes. */
  readonly unproduced: readonly { readonly artifact: string; readonly to: ActionId }[];
  readonly places: ReadonlyMap<ActionId, Place>;
}

/** The steps of a stage: its run orders in ascending order with their actions in the order of the text. */
export function stepsOf(actions: readonly Action[]): { readonly runOrder: number; readonly actions: readonly Action[] }[] {
  const orders = [...new Set(actions.map((action) => action.runOrder))].sort((a, b) => a - b);
  return orders.map((runOrder) => ({ runOrder, actions: actions.filter((action) => action.runOrder === runOrder) }));
}

/** Derives the flow of a pipeline. */
export function deriveFlow(pipeline: Pipeline): Flow {
  const places = new Map<ActionId, Place>();
  pipeline.stages.forEach((stage, index) => {
    stepsOf(stage.actions).forEach(({ runOrder, actions }, step) => {
      for (const action of actions) places.set(action.id, { stage: index, step, runOrder });
    });
  });
  const actions = actionsOf(pipeline);
  const producers = new Map<string, ActionId[]>();
  const consumers = new Map<string, ActionId[]>();
  const names: string[] = [];
  const note = (map: Map<string, ActionId[]>, name: string, id: ActionId) => {
    if (!producers.has(name) && !consumers.has(name)) names.push(name);
    const known = map.get(name);
    if (!known) map.set(name, [id]);
    else if (!known.includes(id)) known.push(id);
  };
  for (const action of actions) {
    for (const input of action.inputs) note(consumers, input, action.id);
    for (const output of action.outputs) note(producers, output.name, action.id);
  }
  const artifacts = new Map<string, Artifact>();
  names.forEach((name, i) => {
    artifacts.set(name, { name, seed: (i % 5) + 1, producers: producers.get(name) ?? [], consumers: consumers.get(name) ?? [] });
  });
  const links: Link[] = [];
  const unproduced: { artifact: string; to: ActionId }[] = [];
  for (const action of actions) {
    for (const artifact of new Set(action.inputs)) {
      const makers = producers.get(artifact) ?? [];
      const before = makers.filter((maker) => comesBefore(places.get(maker), places.get(action.id)));
      const from = before.at(-1) ?? makers.find((maker) => maker !== action.id);
      if (from === undefined) {
        unproduced.push({ artifact, to: action.id });
        continue;
      }
      const broken = before.length > 0 ? undefined : whyLate(places.get(from), places.get(action.id));
      links.push({ artifact, from, to: action.id, broken });
    }
  }
  return { artifacts, links, unproduced, places };
}

function comesBefore(a: Place | undefined, b: Place | undefined): boolean {
  if (!a || !b) return false;
  return a.stage < b.stage || (a.stage === b.stage && a.step < b.step);
}

function whyLate(maker: Place | undefined, taker: Place | undefined): string {
  if (maker && taker && maker.stage === taker.stage && maker.step === taker.step) return "made in the same step";
  return "produced later";
}

/** Everything that an action stands on and everything that stands on it. */
export interface Trail {
  readonly actions: ReadonlySet<ActionId>;
  readonly ancestors: ReadonlySet<ActionId>;
  readonly descendants: ReadonlySet<ActionId>;
  /** Indexes into `flow.links`. */
  readonly links: ReadonlySet<number>;
}

/** The trail of an action through all artifacts. */
export function trailOf(flow: Flow, start: ActionId): Trail {
  const links = new Set<number>();
  const walk = (next: (index: number, at: ActionId) => ActionId | undefined) => {
    const seen = new Set<ActionId>();
    const queue = [start];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (let i = 0; i < flow.links.length; i++) {
        const found = next(i, at);
        if (found === undefined) continue;
        links.add(i);
        if (found !== start && !seen.has(found)) {
          seen.add(found);
          queue.push(found);
        }
      }
    }
    return seen;
  };
  const ancestors = walk((i, at) => (flow.links[i]?.to === at ? flow.links[i]?.from : undefined));
  const descendants = walk((i, at) => (flow.links[i]?.from === at ? flow.links[i]?.to : undefined));
  return { actions: new Set([start, ...ancestors, ...descendants]), ancestors, descendants, links };
}

/** The trail of one artifact: its producers, its consumers, the links between. */
export function trailOfArtifact(flow: Flow, artifact: string): Trail {
  const links = new Set<number>();
  const ancestors = new Set<ActionId>();
  const descendants = new Set<ActionId>();
  flow.links.forEach((link, i) => {
    if (link.artifact !== artifact) return;
    links.add(i);
    ancestors.add(link.from);
    descendants.add(link.to);
  });
  return { actions: new Set([...ancestors, ...descendants]), ancestors, descendants, links };
}

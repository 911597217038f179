/** How much of the service's quotas a pipeline uses. The numbers are the validator's, which has the last word. */
import { quotas } from "../generated/studio";
import type { Pipeline, StageId } from "./model";

export interface QuotaUse {
  readonly what: string;
  readonly used: number;
  readonly most: number;
  /** The fullest stage, where it is a stage's quota. */
  readonly stage?: StageId;
}

/** From this share on a quota is nearly used up. */
const near = 0.8;

export const isNear = ({ used, most }: QuotaUse): boolean => used >= near * most;

export function quotaUse(pipeline: Pipeline): QuotaUse[] {
  const fullest = [...pipeline.stages].sort((a, b) => b.actions.length - a.actions.length)[0];
  return [
    { what: "Stages", used: pipeline.stages.length, most: quotas.stages },
    { what: "Actions", used: pipeline.stages.reduce((sum, stage) => sum + stage.actions.length, 0), most: quotas.actions },
    ...(fullest === undefined ? [] : [{ what: `Actions in ${fullest.name}`, used: fullest.actions.length, most: quotas.actionsOfStage, stage: fullest.id }]),
    { what: "Variables", used: pipeline.variables.length, most: quotas.variables },
    { what: "Triggers", used: pipeline.triggers.length, most: quotas.triggers },
  ];
}

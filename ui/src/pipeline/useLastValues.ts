/** What the variables of a pipeline were in its last execution on this computer; nothing before the first. */
import { useMemo } from "react";
import type { LastValues } from "../document";
import { useAsk } from "../state/queries";

export function useLastValues(pipeline: string): LastValues {
  const rows = useAsk("pipelines.list", { place: "local" }).data;
  const execution = rows?.find((row) => row.name === pipeline)?.lastExecution?.id;
  const detail = useAsk("execution", execution === undefined ? null : { place: "local", pipeline, execution }).data;
  return useMemo(
    () => new Map([["", detail?.variables ?? []], ...(detail?.actions ?? []).map((one) => [`${one.stage}/${one.action}`, one.outputVariables] as const)]),
    [detail],
  );
}

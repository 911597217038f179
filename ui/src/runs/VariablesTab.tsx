/** The variables of an execution: the pipeline's own, and what its actions put out. */
import Table from "@cloudscape-design/components/table";
import { useMemo } from "react";
import type { ExecutionDetail } from "../generated/studio";

interface Row {
  readonly key: string;
  readonly from: string;
  readonly expression: string;
  readonly value: string;
}

/** The namespace that a declaration gives an action. */
function namespaces(declaration: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const { stages } = (declaration ?? {}) as { stages?: readonly { name?: string; actions?: readonly { name?: string; namespace?: string }[] }[] };
  for (const stage of stages ?? [])
    for (const action of stage.actions ?? []) if (action.namespace !== undefined) found.set(`${stage.name ?? ""}/${action.name ?? ""}`, action.namespace);
  return found;
}

export function VariablesTab({ detail }: { readonly detail: ExecutionDetail }) {
  const rows = useMemo(() => {
    const named = namespaces(detail.declaration);
    const own: Row[] = detail.variables.map((one) => ({ key: `variables ${one.name}`, from: "Pipeline", expression: `#{variables.${one.name}}`, value: one.value }));
    const put = detail.actions.flatMap((action) =>
      action.outputVariables.map((one): Row => {
        const namespace = named.get(`${action.stage}/${action.action}`);
        return { key: `${action.actionExecution} ${one.name}`, from: `${action.stage} / ${action.action}`, expression: namespace === undefined ? one.name : `#{${namespace}.${one.name}}`, value: one.value };
      }),
    );
    return [...own, ...put];
  }, [detail]);
  return (
    <Table
      variant="embedded"
      items={rows}
      trackBy="key"
      ariaLabels={{ tableLabel: "Variables" }}
      empty="No variables yet. An action with a namespace puts its variables here when it has ended."
      columnDefinitions={[
        { id: "from", header: "From", cell: (row) => row.from, width: 200 },
        { id: "name", header: "Variable", isRowHeader: true, cell: (row) => <span className="ps-mono ps-wrap">{row.expression}</span>, width: 280 },
        { id: "value", header: "Value", cell: (row) => <span className="ps-mono ps-wrap">{row.value}</span> },
      ]}
    />
  );
}

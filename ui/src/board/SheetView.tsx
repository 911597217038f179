/** The board's small dialogs, each at its place: a decision, a transition, the list of a stack. */
import { bottom, measures, right, type Action, type ActionId, type BoardLayout, type Pipeline, type StageId } from "../document";
import { Decision, TransitionSheet } from "./Popovers";
import type { BoardProps } from "./props";
import { commonName, StackList } from "./Stack";

export type Sheet =
  | { readonly kind: "decide"; readonly action: ActionId; readonly answer: "approve" | "reject" }
  | { readonly kind: "transition"; readonly stage: StageId }
  | { readonly kind: "stack"; readonly cell: string };

interface SheetViewProps {
  readonly sheet: Sheet;
  readonly board: BoardLayout;
  readonly pipeline: Pipeline;
  readonly actions: ReadonlyMap<ActionId, Action>;
  readonly props: BoardProps;
  readonly onClose: () => void;
  readonly onSelectAction: (id: ActionId) => void;
}

export function SheetView({ sheet, board, pipeline, actions, props, onClose, onSelectAction }: SheetViewProps) {
  const within = (x: number, width: number) => Math.max(measures.margin, Math.min(x, board.width - width - measures.margin));
  switch (sheet.kind) {
    case "decide": {
      const action = actions.get(sheet.action);
      const cell = board.cellOf.get(sheet.action);
      if (!action || !cell) return null;
      return (
        <Decision
          key={`${sheet.action} ${sheet.answer}`}
          name={action.name}
          answer={sheet.answer}
          commentNeeded={sheet.answer === "reject" && props.rejectNeedsComment === true}
          left={within(cell.rect.x, 288)}
          top={bottom(cell.rect) + 8}
          onSend={(comment) => {
            onClose();
            (sheet.answer === "approve" ? props.onApprove : props.onReject)?.(sheet.action, comment);
          }}
          onClose={onClose}
        />
      );
    }
    case "transition": {
      const gate = board.gates.find((one) => one.stage === sheet.stage);
      const transition = props.transitions?.get(sheet.stage);
      if (!gate) return null;
      return (
        <TransitionSheet
          key={sheet.stage}
          stage={pipeline.stages.find((stage) => stage.id === sheet.stage)?.name ?? ""}
          enabled={transition?.enabled !== false}
          reason={transition?.reason}
          by={transition?.by}
          left={within(gate.x - 144, 288)}
          top={gate.y + 18}
          onSend={(enable, reason) => {
            onClose();
            props.onToggleTransition?.(sheet.stage, enable, reason);
          }}
          onClose={onClose}
        />
      );
    }
    case "stack": {
      const cell = board.cells.find((one) => one.id === sheet.cell);
      const band = cell && board.lanes[cell.lane]?.bands[cell.band];
      const stage = cell && pipeline.stages[cell.lane];
      if (!cell || !band || !stage) return null;
      const members = band.cells.flatMap((one) => one.actions).flatMap((id) => actions.get(id) ?? []);
      const list = (
        <StackList
          title={members.length === 1 ? (members[0]?.name ?? "") : `${members.length} ${commonName(members)} in parallel`}
          runOrder={band.runOrder}
          actions={members}
          run={props.mode === "run"}
          statuses={props.statuses}
          onPick={onSelectAction}
          onOpen={(id) => {
            onSelectAction(id);
            props.onOpen?.({ kind: "action", action: id });
          }}
          onRetry={props.onRetry && ((id) => props.onRetry?.(stage.id, id))}
          onClose={onClose}
        />
      );
      if (props.zoom === "overview") return list;
      const flip = right(cell.rect) + 8 + 420 > board.width;
      return (
        <div className="ps-sheet ps-stack-sheet" style={{ left: flip ? within(cell.rect.x - 428, 420) : right(cell.rect) + 8, top: cell.rect.y }}>
          {list}
        </div>
      );
    }
  }
}

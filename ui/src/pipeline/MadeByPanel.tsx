/** What a template is read with: which of its pipelines, and the values of its parameters. The choice is kept for the file. */
import type { Choice, MadeBy, Parameter } from "../generated/studio";
import { Glyph } from "../glyphs";
import { ChoiceField, TextField } from "../inspector/fields";
import { choose, type OpenDocument } from "../state/document";

interface Props {
  readonly document: OpenDocument;
  readonly madeBy: MadeBy;
  readonly onClose: () => void;
}

/** Whether a parameter has no value yet that it could be given here. */
const lacks = (one: Parameter, { choice }: MadeBy) => !one.secret && one.defaultValue == null && one.usual == null && !choice.parameters.some(({ name }) => name === one.name);

/** Whether a template needs to be asked about as soon as it opens. */
export const asksFor = (madeBy: MadeBy): boolean => madeBy.pipelines.length !== 1 || madeBy.parameters.some((one) => lacks(one, madeBy));

export function MadeByPanel({ document, madeBy, onClose }: Props) {
  const { choice, parameters, pipelines } = madeBy;
  const take = (next: Choice) => void choose(document.path, next);
  const give = (name: string, value: string | undefined) =>
    take({ ...choice, parameters: [...choice.parameters.filter((one) => one.name !== name), ...(value === undefined ? [] : [{ name, value }])] });
  const missing = parameters.filter((one) => lacks(one, madeBy)).length;
  return (
    <section className="ps-made-by" aria-label="Template">
      <header>
        <h2>Template</h2>
        <span className="ps-top-space" />
        <button type="button" className="ps-icon-button" aria-label="Close" onClick={onClose}>
          <Glyph name="close" />
        </button>
      </header>
      <p className="ps-secondary">
        {madeBy.roots == null
          ? "The board shows the pipeline that this text makes, to be read and run."
          : document.readOnly
            ? "The board shows the pipeline that this template makes. The file is read-only."
            : "The board shows the pipeline that this template makes; edits are written back into it."}
      </p>
      {pipelines.length > 1 && !document.path.includes("#") ? (
        <ChoiceField
          label="Pipeline"
          value={madeBy.chosen ?? undefined}
          options={pipelines.map(({ id, name }) => ({ value: id, label: id, description: name }))}
          onCommit={(pipeline) => take({ ...choice, pipeline: pipeline ?? null })}
        />
      ) : null}
      {parameters.length > 0 ? <h3 className="ps-section">Parameters</h3> : null}
      {missing > 0 ? (
        <p className="ps-secondary" role="status">
          {missing === 1 ? "One has no value: a name stands in for it." : `${missing} have no value: names stand in for them.`}
        </p>
      ) : null}
      {parameters.map((one) => (
        <ParameterField key={one.name} parameter={one} value={choice.parameters.find(({ name }) => name === one.name)?.value} onCommit={(value) => give(one.name, value)} />
      ))}
      {choice.parameters.length > 0 ? (
        <button type="button" className="ps-link" onClick={() => take({ ...choice, parameters: [] })}>
          Back to the defaults
        </button>
      ) : null}
    </section>
  );
}

function ParameterField({ parameter, value, onCommit }: { readonly parameter: Parameter; readonly value: string | undefined; readonly onCommit: (value: string | undefined) => void }) {
  const { name, description, kind, allowed, secret, defaultValue, usual } = parameter;
  const otherwise = usual ?? defaultValue;
  const from = usual == null ? "the template's default" : "from pipesmith.yaml";
  const frame = { label: name, description: description ?? undefined };
  if (secret) {
    return (
      <div>
        <strong>{name}</strong>
        <p className="ps-secondary">{description ? `${description}. ` : ""}A secret: no value is kept, a name stands in for it.</p>
      </div>
    );
  }
  const stored = kind.startsWith("AWS::SSM::Parameter::Value");
  const says = [description, stored ? "CloudFormation reads it from Parameter Store; the value here stands for what it reads." : undefined].filter((one) => one != null && one !== "").join(" ");
  return (
    <div>
      {allowed.length > 0 ? (
        <ChoiceField {...frame} value={value} options={allowed.map((one) => ({ value: one }))} otherwise={otherwise == null || stored ? "No value" : `${otherwise} (${from})`} onCommit={onCommit} />
      ) : (
        <TextField {...frame} value={value} placeholder={otherwise == null || stored ? "No value" : otherwise === "" ? `Empty (${from})` : `${otherwise} (${from})`} onCommit={onCommit} />
      )}
      {says === "" ? null : <p className="ps-secondary">{says}</p>}
    </div>
  );
}

/** What an action will do when its pipeline runs on this computer, what that is worth, and how it differs. */
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import type { Fidelity, Gap, RunsOn } from "../generated/studio";
import { Glyph, StatusIcon } from "../glyphs";
import { sentence } from "../host";
import { Told } from "../shell/Told";

/** The plan of one action, as the `plan` command tells it. */
export interface Here {
  readonly runsOn: RunsOn;
  readonly fidelity: Fidelity;
  /** One sentence: what it will do, resolved to what. */
  readonly what: string;
  /** Where the mapping came from. */
  readonly from: string;
  readonly differences: readonly string[];
  readonly gaps: readonly Gap[];
}

const places = {
  local: { glyph: "local", word: "Runs on this computer" },
  aws: { glyph: "cloud", word: "Runs on AWS" },
  simulated: { glyph: "wand", word: "Simulated" },
} as const;

/** What each fidelity means. */
const meaning: Readonly<Record<Fidelity, string>> = {
  real: "Real: the same work that AWS would do.",
  equivalent: "Equivalent: a local stand-in does the work.",
  rehearsed: "Rehearsed: inputs are checked and the change is computed, nothing is created.",
  simulated: "Simulated: a declared outcome, no work is done.",
};

export function HerePanel({ here }: { readonly here: Here | undefined }) {
  return (
    <section aria-label="On this computer" className="ps-form">
      <h3 className="ps-section">On this computer</h3>
      {here === undefined ? (
        <p className="ps-empty-line">The plan says what it will do here once the definition can be read.</p>
      ) : (
        <>
          <p className="ps-here">
            <Glyph name={places[here.runsOn].glyph} />
            <span>
              <strong>{places[here.runsOn].word}</strong>
              <br />
              <Told text={here.what} />
              {here.from === "" ? null : <span className="ps-secondary"> ({here.from})</span>}
            </span>
          </p>
          <p className="ps-here">
            <StatusIcon status={here.fidelity === "rehearsed" || here.fidelity === "simulated" ? here.fidelity : "succeeded"} />
            <span>{meaning[here.fidelity]}</span>
          </p>
          {here.gaps.map((gap) => (
            <p key={`${gap.code} ${gap.subject}`} className="ps-field-warning">
              <StatusIcon status="warning" size={14} />
              <span>
                <Told text={`${sentence(gap.message)} ${sentence(gap.remedy)}`} />
              </span>
            </p>
          ))}
          {here.differences.length > 0 ? (
            <ExpandableSection variant="inline" headerText={`Differences from AWS (${here.differences.length})`}>
              <ul className="ps-differences">
                {here.differences.map((difference) => (
                  <li key={difference}>
                    <Told text={difference} />
                  </li>
                ))}
              </ul>
            </ExpandableSection>
          ) : null}
        </>
      )}
    </section>
  );
}

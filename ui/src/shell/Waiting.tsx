/** What stands where an answer is missing: still coming, or refused with the way out. */
import Spinner from "@cloudscape-design/components/spinner";
import { sentence, type Refused } from "../host";
import { StatusIcon } from "../glyphs";
import { Told } from "./Told";

export function Waiting({ text = "Loading" }: { readonly text?: string }) {
  return (
    <div className="ps-waiting" role="status">
      <Spinner /> {text}
    </div>
  );
}

export function Trouble({ title, error, onRetry }: { readonly title: string; readonly error: Refused; readonly onRetry?: (() => void) | undefined }) {
  return (
    <div className="ps-trouble" role="alert">
      <StatusIcon status="failed" size={20} />
      <div>
        <h2>{title}</h2>
        <p>
          <Told text={sentence(error.message)} />
        </p>
        {error.remedy === null ? null : (
          <p className="ps-secondary">
            <Told text={error.remedy} />
          </p>
        )}
        {onRetry ? (
          <button type="button" className="ps-button" onClick={onRetry}>
            Try again
          </button>
        ) : null}
      </div>
    </div>
  );
}

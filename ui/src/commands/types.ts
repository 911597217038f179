/** What a command is. One file each holds one; the palette, the keys and the key sheet all read the same list. */
import type { GlyphName } from "../glyphs";
import type { Acts } from "../state/acts";
import type { Route } from "../state/route";

export interface Context {
  readonly route: Route;
  readonly acts: Acts;
}

export interface Command {
  readonly name: string;
  readonly label: string;
  readonly icon: GlyphName;
  /** As `Ctrl+Shift+Z`; Ctrl is Command on a Mac. */
  readonly keys?: string;
  /** Its keys act only while the board has the focus. */
  readonly board?: true;
  /** Whether it can be done now. */
  readonly when: (context: Context) => boolean;
  readonly perform: (context: Context) => void;
}

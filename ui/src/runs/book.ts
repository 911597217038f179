/**
 * A log read in pages: what is on screen is asked for, what was not looked at for long is forgotten, so that memory
 * stays flat however long the log is. Knows no React.
 */
import type { LogLine, LogPiece } from "../generated/studio";
import { asRefused, type Refused } from "../host";
import { mark, NO_MARKS, plainText, type Marks } from "./line";

/** Lines of a page. */
const PAGE = 1000;
/** Pages that are kept. */
const KEPT = 40;

export type ReadLines = (from: number, count: number) => Promise<LogPiece>;

/** What a view shows of the book; a new object whenever something changed. */
export interface BookState {
  readonly total: number;
  readonly complete: boolean;
  readonly marks: Marks;
  /** The marks are of the whole log as far as it goes. */
  readonly marked: boolean;
  readonly error: Refused | null;
  /** False until the first answer. */
  readonly read: boolean;
}

export class LogBook {
  private state: BookState = { total: 0, complete: false, marks: NO_MARKS, marked: false, error: null, read: false };
  private readonly pages = new Map<number, readonly LogLine[]>();
  private readonly asked = new Set<number>();
  private readonly listeners = new Set<() => void>();
  private markedTo = 0;
  private refreshing: Promise<void> | null = null;
  private again = false;
  private closed = false;

  constructor(private readonly readLines: ReadLines) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): BookState => this.state;

  /** Asks for nothing any more. */
  close(): void {
    this.closed = true;
  }

  /** The line, when its page is here. */
  line(n: number): LogLine | undefined {
    return this.pages.get(Math.floor(n / PAGE))?.[n % PAGE];
  }

  /** Sees to it that these lines come. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      const known = this.pages.get(page);
      if (known !== undefined) {
        // Looked at last, forgotten last.
        this.pages.delete(page);
        this.pages.set(page, known);
      }
      const whole = known !== undefined && (known.length === PAGE || page * PAGE + known.length >= this.state.total);
      if (!whole && page * PAGE < this.state.total && !this.asked.has(page)) void this.fetch(page);
    }
  }

  /** Reads on from where the marks end: at the beginning, and whenever the log has grown. */
  refresh(): Promise<void> {
    if (this.refreshing !== null) {
      this.again = true;
      return this.refreshing;
    }
    this.refreshing = this.readOn().finally(() => {
      this.refreshing = null;
      if (this.again && !this.closed) {
        this.again = false;
        void this.refresh();
      }
    });
    return this.refreshing;
  }

  /** The lines that contain a text, ignoring case. Reads the whole log; ends early when the signal says so. */
  async find(text: string, signal: AbortSignal): Promise<readonly number[]> {
    const wanted = text.toLowerCase();
    const found: number[] = [];
    for (let page = 0; page * PAGE < this.state.total; page += 1) {
      const lines = this.pages.get(page) ?? (await this.readLines(page * PAGE, PAGE)).lines;
      if (signal.aborted) return [];
      for (const line of lines) if (plainText(line.text).toLowerCase().includes(wanted)) found.push(line.n);
    }
    return found;
  }

  private async readOn(): Promise<void> {
    for (;;) {
      const page = Math.floor(this.markedTo / PAGE);
      const piece = await this.fetch(page);
      if (piece === null || this.closed) return;
      let { marks } = this.state;
      for (const line of piece.lines) {
        if (line.n < this.markedTo) continue;
        marks = mark(marks, line.n, line.atMs, line.text);
        this.markedTo = line.n + 1;
      }
      const marked = this.markedTo >= piece.total;
      this.change({ marks, marked });
      if (marked || piece.lines.length === 0) return;
    }
  }

  private async fetch(page: number): Promise<LogPiece | null> {
    this.asked.add(page);
    try {
      const piece = await this.readLines(page * PAGE, PAGE);
      if (this.closed) return null;
      this.pages.delete(page);
      this.pages.set(page, piece.lines);
      for (const [old] of this.pages) {
        if (this.pages.size <= KEPT) break;
        this.pages.delete(old);
      }
      this.change({ total: Math.max(piece.total, this.state.total), complete: this.state.complete || piece.complete, error: null, read: true });
      return piece;
    } catch (thrown) {
      this.change({ error: asRefused(thrown), read: true });
      return null;
    } finally {
      this.asked.delete(page);
    }
  }

  private change(part: Partial<BookState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

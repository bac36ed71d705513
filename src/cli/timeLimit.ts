import { withinWork, workSpent } from '../arithmetic/withinWork.js';
import { OutOfWork } from '../arithmetic/work.js';
import type { Undecided } from '../report/schemaParts.js';

/** Seconds of work that one command may take unless --time-limit says another number. */
export const usualTimeLimit = 60;

/** Steps that are called a second of work: they are counted, never a clock, so that the same command leaves the same undecided on every machine. */
export const stepsASecond = 500_000;

/**
 * The work that one command may do, shared out: each part takes at most its share of what those before it left. Parts that
 * take more are undecided.
 */
export class TimeLimit {
  /** what was not decided, as results state it */
  readonly undecided: Undecided[] = [];
  private readonly end: number;

  /** After an abort work ends soon, as if its share were spent, and nothing is noted any more. */
  constructor(
    readonly seconds: number = usualTimeLimit,
    private readonly signal: AbortSignal | null = null,
  ) {
    this.end = workSpent() + seconds * stepsASecond;
  }

  /** What one of the parts that are left gives; null where it takes more than its share, which is noted. */
  share<T>(what: string, partsLeft: number, work: () => T): T | null {
    const begun = workSpent();
    const found = withinWork(this.stepsOf(partsLeft), work, () => this.signal?.aborted ?? false);
    if (!(found instanceof OutOfWork)) return found;
    this.note(what, begun);
    return null;
  }

  /** Steps that one of the parts that are left may take. */
  stepsOf(partsLeft: number): number {
    return Math.max(0, this.end - workSpent()) / partsLeft;
  }

  /** Notes a part that was not decided; `begun` is workSpent() when it began. */
  note(what: string, begun: number): void {
    if (this.signal?.aborted) return;
    this.undecided.push({ what, reason: this.reason(begun) });
  }

  /** Notes what a prediction left out, each by its path. */
  noteCut(what: string, { cut }: { readonly cut: readonly string[] }, begun: number): void {
    for (const path of cut) this.note(`${what}: ${path}`, begun);
  }

  /** For results in JSON: nothing where all was decided. */
  get parts(): { undecided?: Undecided[] } {
    return this.undecided.length === 0 ? {} : { undecided: this.undecided };
  }

  /** One line for each of what was not decided. */
  get message(): string {
    return this.undecided.map(({ what, reason }) => `${what} is undecided: ${reason}\n`).join('');
  }

  /** How much of the limit is spent, for a person who waits. */
  get spentText(): string {
    const spent = this.seconds - (this.end - workSpent()) / stepsASecond;
    return `${Math.round(spent)} of ${this.seconds} s of work`;
  }

  private reason(begun: number): string {
    const spent = ((workSpent() - begun) / stepsASecond).toPrecision(2);
    return `budget: ${Number(spent)} s of work were spent, its share of --time-limit ${this.seconds}; a larger one raises it`;
  }
}

import type { Findings } from './findings.js';

/** A claim of the paper, or of ours about its figure, with the number that decides it. */
export interface Check {
  readonly id: string;
  /** the claim, as a sentence */
  readonly statement: string;
  /** what the number is */
  readonly statistic: string;
  /** numbers that are printed beside what they are compared with, and decide nothing; the others are `gating` */
  readonly kind?: 'reported';
  /** null where this size holds nothing to decide it by */
  readonly measure: (found: Findings) => Measured | null;
}

/** A number and the interval it has to lie in; an end that is infinite is open. */
export interface Measured {
  readonly value: number;
  readonly within: readonly [number, number];
  /** further numbers worth seeing */
  readonly detail?: string;
}

/** A check with its number. */
export interface Checked extends Pick<Check, 'id' | 'statement' | 'statistic'>, Measured {
  readonly kind: 'gating' | 'reported';
  readonly pass: boolean;
}

/** The checks of an experiment that its findings decide; what is no number passes nothing. */
export function checkAll(checks: readonly Check[], found: Findings): Checked[] {
  return checks.flatMap(({ measure, ...about }): Checked[] => {
    const measured = measure(found);
    if (measured === null) return [];
    const { value, within } = measured;
    const pass = Number.isFinite(value) && value >= within[0] && value <= within[1];
    return [{ ...about, ...measured, kind: about.kind ?? 'gating', pass }];
  });
}

/** A number that has to be `bound` or less. */
export function atMost(value: number, bound: number, detail?: string): Measured {
  return { value, within: [-Infinity, bound], ...(detail !== undefined && { detail }) };
}

/** A number that has to be `bound` or more. */
export function atLeast(value: number, bound: number, detail?: string): Measured {
  return { value, within: [bound, Infinity], ...(detail !== undefined && { detail }) };
}

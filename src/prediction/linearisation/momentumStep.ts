import type { SgdLinearisation } from './evaluatedLinearisation.js';

/**
 * How momentum takes a push p = −ηĤ up, on k coordinates: y ← rest·y + ofPush·p y + ofVelocity·v and v ← p y + β v
 * (theory §6; Nesterov's moves y by βv − ηĤy after v ← βv − ηĤy).
 */
export interface MomentumStep {
  /** 1 − ηw with a decay w beside the step */
  readonly rest: number;
  readonly ofPush: number;
  readonly ofVelocity: number;
  readonly beta: number;
}

/** The factors of a linearisation's momentum. */
export function momentumStep({
  momentum,
  nesterov = false,
  decoupledDecay = 0,
  learningRate,
}: Pick<SgdLinearisation, 'momentum' | 'nesterov' | 'decoupledDecay' | 'learningRate'>): MomentumStep {
  return {
    rest: 1 - learningRate * decoupledDecay,
    ofPush: nesterov ? 1 + momentum : 1,
    ofVelocity: nesterov ? momentum * momentum : momentum,
    beta: momentum,
  };
}

/** What a push adds to the step of (y, v), 2k × 2k. */
export function pushedRows(push: readonly (readonly number[])[], { ofPush }: MomentumStep): number[][] {
  const wide = (factor: number) => push.map((row) => [...row.map((entry) => factor * entry), ...row.map(() => 0)]);
  return [...wide(ofPush), ...wide(1)];
}

/** Entry (i, j) of the step of (y, v) without a push, 2k × 2k. */
export function restingEntry(i: number, j: number, k: number, { rest, ofVelocity, beta }: MomentumStep): number {
  if (i % k !== j % k) return 0;
  if (i < k) return j < k ? rest : ofVelocity;
  return j < k ? 0 : beta;
}

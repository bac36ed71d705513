import type { AffineSet, Model } from '../model/model.js';
import { atOneRate } from '../model/schedule.js';
import { exponentProblem } from '../prediction/exponentProblem.js';
import { eulerMaruyamaExponent } from '../prediction/exponents.js';
import { predict } from '../prediction/predict.js';
import type { Exponent } from '../prediction/prediction.js';
import { deriveSet } from '../symbolic/derive.js';
import type { AttractionWitness } from './finding.js';
import { modelAt } from './instance.js';

/**
 * The model at a witness, with a horizon and a step that fit its exponent, for a small ensemble there: long enough for
 * log-distance to move by more than it fluctuates, fine enough for the Euler–Maruyama chain to grow as the SDE does.
 * Null where no exponent is known there, or it is 0.
 */
export function simulationAt(
  model: Model,
  set: AffineSet,
  { instance, exponents }: AttractionWitness,
  process: 'sde' | 'sgd',
  trajectories: number,
): { readonly model: Model; readonly set: AffineSet } | null {
  const exponent = exponents[process]?.value ?? 0;
  if (exponent === 0 || !Number.isFinite(exponent)) return null;
  const { model: moved, set: movedSet } = modelAt(model, set, instance);
  // at the rate that the claim speaks of: another schedule's pieces may end before it
  const there = { model: atOneRate(moved), set: movedSet };
  const horizon = growths / Math.abs(exponent);
  const settled = (dt: number): Model => ({
    ...there.model,
    simulation: { ...there.model.simulation, horizon, dt, trajectories, initialPoint: null },
  });
  let dt = horizon / fewestSteps;
  if (process === 'sde') {
    const derivation = deriveSet(there.model, there.set);
    const problem = exponentProblem(there.model, derivation, predictionSeed)?.problem;
    const chainAt = (step: number): Exponent | null =>
      problem === undefined
        ? predict(settled(step), derivation, { seed: predictionSeed, certify: false }).exponents.eulerMaruyama
        : eulerMaruyamaExponent(problem, step);
    for (let halvings = 0; halvings < mostHalvings; halvings++) {
      const chain = chainAt(dt);
      if (chain === null || Math.abs(chain.value - exponent) <= chainError * Math.abs(exponent)) break;
      dt /= 2;
    }
  }
  return { model: settled(dt), set: there.set };
}

/** Log-distance grows or shrinks by this many e-folds until the horizon. */
const growths = 20;
const fewestSteps = 500;
/** A chain within this of the SDE's exponent has its sign. */
const chainError = 0.1;
/** 128,000 steps at most. */
const mostHalvings = 8;
/** The chain's exponent is a number to choose a step by, nothing that is reported. */
const predictionSeed = 1;

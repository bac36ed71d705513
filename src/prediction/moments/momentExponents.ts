import { eulerMaruyamaChain } from '../chain/planarChain.js';
import { sgdChain } from '../chain/sgdChain.js';
import { type ExponentProblem, eulerMaruyamaExponent, partsOf, sdeExponent, sgdExponent } from '../exponents.js';
import { cutTo, largestOf } from '../interval.js';
import type { Exponent, MomentGrowth, Process } from '../prediction.js';
import { chainMoment } from './chainMoment.js';
import { circleMoment } from './circleMoment.js';
import { chainFourthMoment, sdeFourthMoment } from './fourthMoment.js';
import { infiniteFrom } from './infiniteMoment.js';
import { eulerMaruyamaStep, sgdStep } from './linearStep.js';
import { scalarChainMoment, scalarSdeMoment, scalarSgdMoment } from './scalarMoments.js';
import { chainSecondMoment, type SecondMoment, sdeSecondMoment } from './secondMoment.js';

/**
 * Λ(p) = lim (1/t) log E‖y‖^p for p > 0; null where it is not to be had.
 *
 * p = 2 from the matrix that E yyᵀ is multiplied by, p = 4 from that of E yyᵀ ⊗ yyᵀ; other p along common eigenvectors in
 * closed form or by quadrature, on the circle for k = 2 by the generator with a tilt; else for p < 4 between the bounds that
 * convexity gives. A reducible family
 * has the largest of its blocks: E‖y‖^p of a block-triangular process grows like that of the fastest block (by Minkowski's
 * inequality, for p < 1 by subadditivity). Infinity where one step has no such moment. `top`: λ, where it is known already.
 */
export function momentExponent(
  problem: ExponentProblem,
  process: Process,
  p: number,
  top: () => Exponent | null = () => topExponent(problem, process),
): MomentGrowth | null {
  const { codimension } = problem;
  if (p >= infiniteFrom(problem, process)) return infinite;
  const parts = partsOf(problem);
  if (parts !== null) {
    const all = parts.map((part) => momentExponent(part, process, p));
    return all.every((one) => one !== null) ? largestOf(all) : null;
  }
  const alone = codimension === 1 ? scalarMoment(problem, process, p) : null;
  if (alone !== null) return alone;
  const even = evenMoment(problem, process, p);
  if (p === 2 || even !== null) return even;
  const found = codimension === 2 ? onCircle(problem, process, p) : null;
  if (found !== null) {
    const [low, high] = found.interval;
    if (high - low <= sharp * Math.abs(found.value) || (problem.signOnly && low * high > 0)) return found;
  }
  const bounds = betweenBounds(problem, process, p, top);
  return found === null || bounds === null ? (found ?? bounds) : intersection(found, bounds);
}

const infinite: MomentGrowth = { value: Infinity, interval: [Infinity, Infinity], level: 1, method: 'closed-form' };

/** Where layers are too narrow for the circle, the bounds of convexity may be the nearer ones. */
const sharp = 0.02;

function intersection(one: MomentGrowth, other: MomentGrowth): MomentGrowth {
  const cut = cutTo(one, other.interval);
  return cut ? { ...cut, level: Math.min(one.level, other.level) } : one;
}

function scalarMoment({ family, sgd }: ExponentProblem, process: Process, p: number): MomentGrowth | null {
  switch (process.kind) {
    case 'sde':
      return scalarSdeMoment(family, p);
    case 'eulerMaruyama':
      return scalarChainMoment(family, process.dt, p);
    case 'sgd':
      return sgd && (scalarSgdMoment(sgd, p) ?? (p === 2 ? ofStep(sgdStep(sgd)) : null));
  }
}

/** From a matrix of moments, where p has one. */
function evenMoment(problem: ExponentProblem, process: Process, p: number): MomentGrowth | null {
  return p === 2 ? secondMoment(problem, process) : p === 4 ? fourthMoment(problem, process) : null;
}

function secondMoment({ family, sgd }: ExponentProblem, process: Process): MomentGrowth | null {
  switch (process.kind) {
    case 'sde':
      return enclosed(sdeSecondMoment(family));
    case 'eulerMaruyama':
      return ofStep(eulerMaruyamaStep(family, process.dt));
    case 'sgd':
      return ofStep(sgd && sgdStep(sgd));
  }
}

function fourthMoment({ family, sgd }: ExponentProblem, process: Process): MomentGrowth | null {
  const chain =
    process.kind === 'eulerMaruyama'
      ? eulerMaruyamaChain(family, process.dt)
      : process.kind === 'sgd' && sgd
        ? sgdChain(sgd)
        : null;
  const found = process.kind === 'sde' ? sdeFourthMoment(family) : chain && chainFourthMoment(chain);
  return found && enclosed(found);
}

function ofStep(step: ReturnType<typeof sgdStep>): MomentGrowth | null {
  return step && enclosed(chainSecondMoment(step));
}

function enclosed({ value, interval }: SecondMoment): MomentGrowth {
  return { value, interval, level: 1, method: 'spectral' };
}

function onCircle({ exact, family, sgd, signOnly }: ExponentProblem, process: Process, p: number): MomentGrowth | null {
  switch (process.kind) {
    case 'sde':
      return circleMoment(exact, p, signOnly);
    case 'eulerMaruyama':
      return chainMoment(eulerMaruyamaChain(family, process.dt), p, signOnly);
    case 'sgd': {
      const chain = sgd && sgdChain(sgd);
      return chain !== null && chain.components[0].mean.length === 2 ? chainMoment(chain, p, signOnly) : null;
    }
  }
}

/** Λ is convex with Λ(0) = 0 and slope λ there: below pΛ(2)/2 for p ≤ 2, above it and below the chord to Λ(4) for p ≤ 4. */
function betweenBounds(
  problem: ExponentProblem,
  process: Process,
  p: number,
  top: () => Exponent | null,
): MomentGrowth | null {
  const second = p < 4 ? secondMoment(problem, process) : null;
  const other = second && (p < 2 ? top() : fourthMoment(problem, process));
  if (other === null || second === null) return null;
  const [low, high] =
    p < 2
      ? [p * other.interval[0], (p / 2) * second.interval[1]]
      : [(p / 2) * second.interval[0], ((4 - p) * second.interval[1] + (p - 2) * other.interval[1]) / 2];
  if (!(low <= high && high < Infinity)) return null;
  const level = Math.min(other.level, second.level);
  return { value: Math.max(low, -Number.MAX_VALUE) / 2 + high / 2, interval: [low, high], level, method: 'convexity' };
}

/** λ of a process. */
export function topExponent(problem: ExponentProblem, process: Process): Exponent | null {
  switch (process.kind) {
    case 'sde':
      return sdeExponent(problem);
    case 'eulerMaruyama':
      return eulerMaruyamaExponent(problem, process.dt);
    case 'sgd':
      return sgdExponent(problem)?.exponent ?? null;
  }
}

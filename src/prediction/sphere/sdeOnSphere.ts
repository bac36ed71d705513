import { decisiveLevel } from '../../model/evidence.js';
import { branches } from '../../numeric/branches.js';
import { fold, randomStream } from '../../numeric/random.js';
import { formBasis } from '../certificate/formBasis.js';
import { logDistanceRange, quarticForm } from '../logDistance.js';
import { familyNorm, type LinearFamily } from '../matrices/linearFamily.js';
import type { Exponent } from '../prediction.js';
import type { Corrector } from '../products/directionStep.js';
import { meanGrowth, settled, unsettled, type Walker, walkerCount } from '../products/growthMean.js';
import { ProductFrame } from '../products/productFrame.js';
import { sdeSampler } from '../products/sgdMatrices.js';
import { formFunction } from './formFunction.js';
import { type SphereOperator, type SpherePoisson, solveOnSphere } from './spherePoisson.js';
import { randomRule, sphereRule } from './sphereRule.js';

/**
 * λ of the SDE of a k × k family in balanced coordinates, k ≥ 3, from Q + 𝓛φ = λ in forms of rising degree (theory §4.3).
 *
 * For k = 3 and 4 the residual is a polynomial of known degree, whose supremum is at most √(dimension of such polynomials)
 * times its root mean square: an enclosure. Where that does not become small, and for larger k, the residual is averaged
 * along the directions of a path of short steps: the exponent without most of its variance, and with a bias that a second
 * step bounds. With `signOnly` an interval that excludes 0 ends the search.
 */
export function sdeExponentOnSphere(family: LinearFamily, seed: number, signOnly = false): Exponent {
  const k = family.curvature.length;
  const norm = familyNorm(family);
  const { infimum, supremum } = logDistanceRange(family);
  let best: Solution | null = null;
  for (const degree of degrees[k] ?? [lowDegree(k)]) {
    const next = solveForms(family, degree, norm);
    const gain = best === null ? Infinity : best.bound / next.bound;
    if (best === null || next.bound <= best.bound) best = next;
    if (signOnly && Math.abs(best.poisson.value) > best.bound) break;
    if (best.bound <= tolerance * norm || (degree > triedDegrees && gain < usefulGain)) break;
  }
  const { poisson, bound } = best as Solution;
  const enclosed = [poisson.value - bound, poisson.value + bound] as const;
  const isSharp = bound <= pathWidth * norm || (signOnly && Math.abs(poisson.value) > bound);
  const measured = isSharp
    ? null
    : pathMean(family, norm, poisson, seed, affordable(signOnly ? signBudget : pathBudget, k));
  const from = Math.max(enclosed[0], measured?.interval[0] ?? -Infinity, infimum - slack * norm);
  const to = Math.min(enclosed[1], measured?.interval[1] ?? Infinity, supremum + slack * norm);
  const value = Math.min(to, Math.max(from, measured?.value ?? poisson.value));
  const isConstant = supremum - infimum <= slack * norm;
  const method = isConstant ? 'closed-form' : isSharp ? 'spectral' : 'simulation';
  return { value, interval: [from, to], level: measured === null ? 1 : decisiveLevel, method };
}

/**
 * A corrector for products whose steps are those of a family in balanced coordinates, k ≥ 3, to first order (theory §4.3);
 * null where forms of so many coordinates are too many.
 */
export function correctorOnSphere(family: LinearFamily): Corrector | null {
  const k = family.curvature.length;
  if (k > mostForForms) return null;
  const degree = correctorDegrees[k] ?? lowDegree(k);
  const { poisson } = solveForms(family, degree, familyNorm(family));
  return formFunction(k, degree, poisson.coefficients);
}

/** What a step can afford. */
const correctorDegrees: Readonly<Record<number, number>> = { 3: 8, 4: 6 };

function lowDegree(k: number): number {
  return k <= mostForQuartics ? 4 : 2;
}

/** Quadratic forms of so many coordinates number 210. */
const mostForForms = 20;

/** Degrees that are tried; beyond the last a solution takes more than half a second. */
const degrees: Readonly<Record<number, readonly number[]>> = { 3: [2, 4, 8, 12, 16, 20, 24], 4: [2, 4, 6, 8, 10] };
/** Forms of degree 4 in eight variables number 330. */
const mostForQuartics = 8;
/** Two digits beyond what ensembles measure of exponents of the size of the norm. */
const tolerance = 1e-6;
/** From this degree on a higher one has to gain … */
const triedDegrees = 4;
/** … this factor, or the directions' law is too rough for forms. */
const usefulGain = 3;
/** Rounding of the extremes of Q. */
const slack = 1e-12;

interface Solution {
  readonly poisson: SpherePoisson;
  /** of |λ − value|; infinite where there is none */
  readonly bound: number;
}

function solveForms(family: LinearFamily, degree: number, norm: number): Solution {
  const k = family.curvature.length;
  const { unknowns, evaluate } = k > mostForForms ? constantBasis(family) : formBasis(family, degree);
  const operator = { size: k, unknowns, degree: degree + addedDegree, evaluate };
  if (k !== 3 && k !== 4) {
    const poisson = solveOnSphere(operator, randomRule(k, samplesPerUnknown * unknowns));
    return { poisson, bound: Infinity };
  }
  const poisson = solveOnSphere(operator, sphereRule(k, 2 * operator.degree));
  const bound = Math.sqrt(formCount(k, operator.degree)) * poisson.deviation + poisson.rounding + Number.EPSILON * norm;
  return { poisson, bound };
}

/** Constants alone, so that Q itself is averaged. */
function constantBasis(family: LinearFamily): Pick<SphereOperator, 'unknowns' | 'evaluate'> {
  const { value } = quarticForm(family);
  return { unknowns: 1, evaluate: (u) => value(Array.from(u)) };
}

/** 𝓛 makes of p/‖y‖^n polynomials of degree n + 4 in the direction. */
const addedDegree = 4;
const samplesPerUnknown = 6;

/** C(degree + k − 1, k − 1): even polynomials on the sphere up to a degree are as many as forms of that degree. */
function formCount(k: number, degree: number): number {
  let count = 1;
  for (let i = 1; i < k; i++) count = (count * (degree + i)) / i;
  return count;
}

/**
 * The mean of Q + 𝓛φ along the directions of a path of short steps. A path of four times the step differs by as much as the
 * step does, where that is of order ½, and by three times as much where it is of order 1.
 *
 * The longer steps also tell at what rate two directions become one, the difference of the two largest exponents: the law of
 * directions may take as long to settle. The mean of a path that is not long beside that still moves, by what its halves
 * differ, and the more so the more that time exceeds the path's.
 */
function pathMean(family: LinearFamily, norm: number, poisson: SpherePoisson, seed: number, budget: number) {
  // both go as far in time
  const share = (factor: number) => ({ budget: (0.8 * budget) / factor, relativeStep: factor * pathStep });
  const coarse = chainMean(family, norm, poisson, seed, { ...share(4), least: 0, isFrame: true });
  const fine = chainMean(family, norm, poisson, seed, {
    ...share(1),
    least: settled / Math.max(coarse.apart?.value ?? norm, Number.EPSILON * norm),
    isFrame: false,
  });
  const bias =
    Math.abs(coarse.value - fine.value) +
    fine.spread * pathStep +
    (coarse.apart === undefined ? 0 : unsettled(fine, coarse.apart));
  return { value: fine.value, interval: [fine.interval[0] - bias, fine.interval[1] + bias] as const };
}

/** How far a chain goes. */
interface ChainPlan {
  readonly budget: number;
  /** of the step, to 1 over the norm */
  readonly relativeStep: number;
  /** the time that a walker goes at least, where twice the budget is enough */
  readonly least: number;
  /** whether a second direction is carried along */
  readonly isFrame: boolean;
}

/**
 * The mean along a chain, with the residual's largest distance from its mean, how the halves differ, the time that a walker
 * went, and by what two directions differ in growth where two go.
 */
function chainMean(
  family: LinearFamily,
  norm: number,
  { integrand, value }: SpherePoisson,
  seed: number,
  { budget, relativeStep, least, isFrame }: ChainPlan,
) {
  const step = relativeStep / norm;
  const rates = isFrame ? 2 : 1;
  let spread = 0;
  const walkerOf = (walker: number): Walker => {
    const stream = randomStream(fold(seed, branches.sphereExponent), walker);
    const frame = new ProductFrame(sdeSampler(family, step), rates, stream);
    const growth = new Float64Array(rates);
    return {
      growth,
      fluctuation: 0,
      advance() {
        let apart = 0;
        for (let i = 0; i < stride; i++) {
          frame.advance();
          if (isFrame) apart += frame.growth[0] - frame.growth[1];
        }
        growth[0] = integrand(frame.direction);
        if (isFrame) growth[1] = apart / (stride * step);
        spread = Math.max(spread, Math.abs(growth[0] - value));
      },
    };
  };
  // a step draws a matrix, the sum of so many, and multiplies by it
  const work = (stride * (1 + family.noise.length) * family.curvature.length ** 2) / entriesAStep;
  const kind = { rates, duration: 1, period: 1, rounding: 0, work: stride + work };
  const leastSteps = (walkerCount * least) / (stride * step);
  const {
    rates: found,
    steps,
    trend,
  } = meanGrowth(walkerOf, kind, {
    budget: Math.max(budget, Math.min(leastSteps, mostPatience * budget)),
    relativeWidth: 0,
    width: pathWidth * norm,
    leastSteps,
  });
  const [{ value: measured, interval }, apart] = found;
  return {
    value: measured,
    interval,
    trend,
    spread,
    apart: isFrame ? apart : undefined,
    time: (steps / walkerCount) * stride * step,
  };
}

/** Of the usual steps: what directions that settle slowly may take. */
const mostPatience = 2;
/** Steps of the path, relative to the norm. */
const pathStep = 0.01;
/** Of matrices that are drawn, in a step of `spend`. */
const entriesAStep = 1000;
/** Steps between looks at the residual: directions forget themselves in some 100. */
const stride = 8;
/** A second or so; a sign that so many steps leave open is next to a zero. */
const pathBudget = 2 ** 18;
const signBudget = 2 ** 16;
/** Steps of k coordinates that take as long as so many of eight: each multiplies by k × k matrices, of which there are more. */
export function affordable(steps: number, k: number): number {
  return Math.ceil(steps * Math.min(1, (8 / k) ** 3));
}

/** The half-width that is wanted, relative to the norm; an enclosure as narrow needs no average. */
const pathWidth = 1e-3;

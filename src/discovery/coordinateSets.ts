import { spend } from '../arithmetic/work.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { compileJavaScript } from '../expression/compile/javascript.js';
import { numericSamples } from '../model/constants.js';
import type { Model } from '../model/model.js';
import { type RandomStream, randomStream } from '../numeric/random.js';
import type { OnBound } from './bound.js';
import type { Formulas } from './formulas.js';

/**
 * Candidates for the coordinate subspaces {θ_i = 0 for i in S} on which the gradients by every i in S vanish (theory §3):
 * for each parameter the smallest S that hold it, from which all others are unions. Lists of numbers of parameters, found
 * in doubles: each is still to be proved.
 *
 * A gradient by k in S that does not vanish on S is traced to a set R of parameters, outside S, that alone keep it from
 * vanishing: whatever S grows to must hold one of R, and the search branches over these.
 */
export function coordinateSets(model: Model, formulas: Formulas, onBound?: OnBound): number[][] {
  const gradients = gradientsOf(model, formulas);
  const size = model.parameters.length;
  const found = new Map<string, number[]>();
  for (let seed = 0; seed < size; seed++) {
    for (const set of smallestClosedSets(gradients, size, seed, onBound)) found.set(set.join(' '), set);
  }
  return [...found.values()];
}

/** Beyond this many sets looked at from one parameter the search stops; networks need as many as a neuron has weights. */
const mostSetsTried = 2000;

function smallestClosedSets(gradients: Gradients, size: number, seed: number, onBound?: OnBound): number[][] {
  const closed: number[][] = [];
  const visited = new Set<string>();
  const queue: number[][] = [[seed]];
  // breadth first: a set is met after all that are smaller
  for (let next = 0; next < queue.length && next < mostSetsTried; next++) {
    const set = queue[next];
    if (closed.some((smaller) => smaller.every((i) => set.includes(i)))) continue;
    const kept = keepsFromVanishing(gradients, size, set);
    if (kept === 'closed') closed.push(set);
    else {
      for (const i of kept) {
        const larger = [...set, i].sort((a, b) => a - b);
        const key = larger.join(' ');
        if (!visited.has(key)) queue.push(larger);
        visited.add(key);
      }
    }
  }
  if (queue.length > mostSetsTried) onBound?.('vanishing gradients');
  return closed;
}

/** The parameters R of a gradient that does not vanish on the set; none when a gradient is not defined there. */
function keepsFromVanishing(gradients: Gradients, size: number, set: readonly number[]): number[] | 'closed' {
  const found = set.map((k) => gradients.behaviourOn(set, k));
  const open = set[found.indexOf('present')];
  if (open === undefined) return found.includes('undefined') ? [] : 'closed';
  let zeros = [...set];
  for (let i = 0; i < size; i++) {
    if (!zeros.includes(i) && gradients.behaviourOn([...zeros, i], open) === 'present') zeros = [...zeros, i];
  }
  return [...Array(size).keys()].filter((i) => !zeros.includes(i));
}

interface Gradients {
  /** what the gradient by parameter k does near the coordinate subspace */
  behaviourOn(zeros: readonly number[], k: number): 'vanishes' | 'present' | 'undefined';
}

/**
 * Parameters of the subspace are put at this distance on either side of 0 and not at 0 itself, where relu and |·| have no
 * derivative: the one-sided limits then speak for every subgradient.
 */
const besideZero = 1e-9;

/**
 * Relative to the usual size of the gradient: well above what besideZero leaves of one that vanishes linearly, well below
 * what one that does not vanish has.
 */
const vanishing = 1e-5;

/** Of a gradient that is evaluated, in a step of `spend`. */
const componentsAStep = 100;

function gradientsOf(model: Model, formulas: Formulas): Gradients {
  const { parameters } = model;
  const size = parameters.length;
  // of Σ_i p_i F_i the components F_i, of a loss the gradient
  const by = formulas.names[formulas.names.length - 1];
  const components = formulas.scalars.flatMap((scalar) => by.map((name) => differentiate(scalar, name)));
  const compiled = compileJavaScript(components, [...parameters, ...formulas.data]);
  const values = new Float64Array(components.length);
  /** for every parameter the largest component over the scalars */
  const raise = (largest: Float64Array, point: Float64Array): void => {
    compiled(point, values);
    for (const [i, value] of values.entries()) largest[i % size] = Math.max(largest[i % size], Math.abs(value));
  };
  const rows = numericSamples(model)?.rows ?? [];
  const usual = new Float64Array(size);
  const points = trialPoints(size, formulas.data.length, rows).filter((point) => {
    compiled(point, values);
    const isDefined = values.every(Number.isFinite);
    if (isDefined) raise(usual, point);
    return isDefined;
  });
  const known = new Map<string, { readonly largest: Float64Array; seen: number }>();
  return {
    behaviourOn(zeros, k) {
      const key = subsetKey(zeros, size);
      const entry = known.get(key) ?? { largest: new Float64Array(size), seen: 0 };
      known.set(key, entry);
      const isPresent = (): boolean => entry.largest[k] > vanishing * usual[k];
      while (!isPresent() && entry.seen < points.length) {
        const point = points[entry.seen++].slice();
        for (const i of zeros) point[i] *= besideZero;
        spend(1 + components.length / componentsAStep);
        raise(entry.largest, point);
      }
      return isPresent() ? 'present' : Number.isNaN(entry.largest[k]) ? 'undefined' : 'vanishes';
    },
  };
}

/** A text of a set of numbers below `size` that does not depend on their order. */
function subsetKey(indices: readonly number[], size: number): string {
  const units = new Array<number>(Math.ceil(size / bitsOfUnit)).fill(0);
  for (const i of indices) units[Math.floor(i / bitsOfUnit)] |= 1 << (i % bitsOfUnit);
  return String.fromCharCode(...units);
}

const bitsOfUnit = 16;

/** Points in parameters and data, of both signs and away from 0; half of them at samples of the file, where there are any. */
function trialPoints(size: number, dataSize: number, rows: readonly (readonly number[])[]): Float64Array[] {
  const stream = randomStream(seedOfPoints, 0);
  return Array.from({ length: trials }, (_, trial) => {
    const point = Float64Array.from({ length: size + dataSize }, () => awayFromZero(stream));
    if (trial % 2 === 1 && rows.length > 0) point.set(rows[stream.below(rows.length)], size);
    return point;
  });
}

/** Where four kinks at 0 must all open for a gradient to show, one point in 16 tells; points where a logarithm is not defined are lost. */
const trials = 128;
const seedOfPoints = 1;

function awayFromZero(stream: RandomStream): number {
  const size = 0.4 + stream.uniform();
  return stream.uniform() < 0.5 ? -size : size;
}

import { describe, expect, it } from 'vitest';
import { rational, toNumber } from '../../../src/arithmetic/rational.js';
import { checkCertificate } from '../../../src/kernel/checkCertificate.js';
import { decisiveLevel } from '../../../src/model/evidence.js';
import type { Model } from '../../../src/model/model.js';
import { readModel } from '../../../src/model/readModel.js';
import { fractionInterval } from '../../../src/numeric/statistics.js';
import { escapeBound, type Neighbourhood } from '../../../src/prediction/neighbourhood/neighbourhood.js';
import {
  findNeighbourhood,
  type NeighbourhoodOutcome,
} from '../../../src/prediction/neighbourhood/neighbourhoodSearch.js';
import { deriveSet } from '../../../src/symbolic/derive.js';
import { builtin } from '../../builtin.js';
import { escapes } from '../escapes.js';

function search(model: Model): NeighbourhoodOutcome {
  return findNeighbourhood(model, deriveSet(model, model.sets[0]));
}

function found(model: Model): Neighbourhood {
  const outcome = search(model);
  if (outcome.status === 'none') throw new Error(outcome.reason);
  return outcome.neighbourhood;
}

function isValid(certificate: unknown): boolean {
  return checkCertificate(JSON.parse(JSON.stringify(certificate))).followed;
}

describe('the neighbourhood of a vanishing tanh neuron with η = 4, ζ = 1 (theory §4.4)', () => {
  const model = builtin('M2', { eta: rational(4), zeta: rational(1) });
  const neighbourhood = found(model);
  const { exponent, radius, factor } = neighbourhood;

  it('has p ≥ 0.247 and δ ≥ 0.109, with a factor near 1', () => {
    expect(toNumber(exponent)).toBeGreaterThan(0.247);
    expect(toNumber(radius)).toBeGreaterThan(0.109);
    expect(toNumber(factor)).toBeLessThan(1.5);
  });

  it('has an exponent below that of the linearised dynamics, 1 − 2|a|/c²', () => {
    if (model.dynamics.kind !== 'loss') throw new Error('no data');
    const rows = model.dynamics.data.rows.map((row) => row.map(toNumber));
    const a = rows.reduce((sum, [x, y]) => sum + x * y, 0);
    const square = rows.reduce((sum, [x]) => sum + x * x, 0);
    expect(toNumber(exponent)).toBeLessThan(1 - (2 * a) / (4 * square));
  });

  it('bounds what is simulated', () => {
    const [start, trajectories] = [0.001, 300];
    const bound = escapeBound(neighbourhood, start);
    const run = { start, reach: toNumber(radius), floor: 1e-9, dt: 0.01, trajectories, seed: 5 };
    const { interval } = fractionInterval(escapes(model, run), trajectories, decisiveLevel);
    expect(interval[1]).toBeLessThan(bound);
    expect(bound).toBeLessThan(0.3);
    // a bound of nothing is none: some trajectories do escape
    expect(interval[0]).toBeGreaterThan(0.01);
  });
});

describe('the neighbourhood of a point in the plane', () => {
  const planar = (drift: readonly string[], rows: readonly (readonly string[])[]): Model =>
    readModel(
      JSON.stringify({
        name: 'planar',
        parameters: ['x', 'y'],
        drift,
        noise: [{ kind: 'explicit', diffusion: rows }],
        sets: [{ name: 'point', equations: ['x', 'y - 1'] }],
      }),
      'planar',
    );

  const spiral = planar(
    ['x^2 - x - (y - 1)', 'x - (y - 1) + sin(x*(y - 1))'],
    [
      ['x/2', '(y - 1)/3'],
      ['(y - 1)/2', 'x'],
    ],
  );

  it('is found off the origin, for a process without symmetry', () => {
    const { certificate, rate, statement } = found(spiral);
    expect(isValid(certificate)).toBe(true);
    expect(toNumber(rate)).toBeGreaterThan(0);
    expect(statement).toContain('the SDE ever reaches distance');
  });

  it('has a certificate that fails when anything it says is altered', () => {
    const { certificate } = found(spiral);
    const { process, weight, bounds } = certificate;
    const [first, second] = process.noise;
    const altered = [
      { ...certificate, exponent: '9' },
      { ...certificate, radius: '2' },
      { ...certificate, rate: '2' },
      { ...certificate, bounds: [bounds[0], '101/100'] },
      { ...certificate, bounds: ['11/10', bounds[1]] },
      { ...certificate, weight: { ...weight, cosine: weight.cosine.map(() => '0') } },
      { ...certificate, weight: { ...weight, sine: weight.sine.map((value) => `${-Number(value)}`) } },
      { ...certificate, weight: { ...weight, constant: `-${weight.constant}` } },
      { ...certificate, process: { ...process, drift: [{ ...process.drift[0], form: 'averaged' }] } },
      { ...certificate, process: { ...process, drift: [{ ...process.drift[0], weight: '-1' }] } },
      { ...certificate, process: { ...process, noise: [first, { ...second, weight: '9' }] } },
      { ...certificate, process: { ...process, noise: [first, { ...second, weight: '-1' }] } },
      { ...certificate, process: { ...process, noise: [first, { ...second, form: 'each' }] } },
      { ...certificate, process: { ...process, base: ['0', '0'] } },
      { ...certificate, order: 0 },
      { ...certificate, version: 1 },
    ];
    expect(isValid(certificate)).toBe(true);
    expect(altered.map(isValid)).toEqual(altered.map(() => false));
  });

  it('is found where noise alone attracts, and ends before another point at rest', () => {
    const { radius, certificate } = found(
      planar(
        ['x/4 + x^2', 'log(y)/4'],
        [
          ['2*x', 'y - 1'],
          ['2*(y - 1)', '-x'],
        ],
      ),
    );
    expect(isValid(certificate)).toBe(true);
    expect(toNumber(radius)).toBeGreaterThan(0.02);
    expect(toNumber(radius)).toBeLessThan(1);
  });

  it('does not exist where the point repels, nor for a line', () => {
    const linear = (slope: string) => planar([`${slope}*x`, `${slope}*(y - 1)`], [['x'], ['y - 1']]);
    expect(search(linear('1'))).toMatchObject({ status: 'none' });
    expect(search(linear('-1'))).toMatchObject({ status: 'found' });
    const model = linear('-1');
    const line = { ...model, sets: [{ ...model.sets[0], rows: model.sets[0].rows.slice(0, 1) }] };
    expect(findNeighbourhood(model, { ...deriveSet(model, model.sets[0]), set: line.sets[0] })).toMatchObject({
      status: 'none',
    });
  });
});

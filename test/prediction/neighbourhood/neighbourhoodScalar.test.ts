import { describe, expect, it } from 'vitest';
import { dividedBy, minus, rational, times, toNumber } from '../../../src/arithmetic/rational.js';
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

/** dx = drift dt + diffusion dW, and the set {x = at}. */
function scalar(drift: string, diffusion: string, at = 0): Model {
  return readModel(
    `{ name: scalar, parameters: [x], drift: ["${drift}"], noise: [{ kind: explicit, diffusion: [["${diffusion}"]] }],
       sets: [{ name: point, equations: [x - ${at}] }] }`,
    'scalar',
  );
}

describe('the neighbourhood of the quartic well (theory §4.4)', () => {
  it.each([
    [rational(3, 2), rational(2)],
    [rational(3, 10), rational(9, 10)],
    [rational(-1), rational(1, 2)],
  ])('has exactly the exponent 2α/ζ² and the factor 1 for μ = %o, ζ = %o', (mu, zeta) => {
    const { exponent, factor, certificate } = found(builtin('M1', { mu, zeta }));
    const alpha = minus(times(times(zeta, zeta), rational(1, 2)), mu);
    expect(exponent).toEqual(dividedBy(times(rational(2), alpha), times(zeta, zeta)));
    expect(factor).toEqual(rational(1));
    expect(checkCertificate(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ followed: true });
  });

  it('bounds what is simulated, and almost sharply: (r/δ)^p* = 0.211', () => {
    const model = builtin('M1');
    const [start, reach] = [1e-4, 0.05];
    const bound = escapeBound(found(model), start, reach);
    expect(bound).toBeCloseTo(0.002 ** 0.25, 12);
    // from the floor it would come back with probability 0.002 at most
    const count = escapes(model, { start, reach, floor: 1e-12, dt: 0.0025, trajectories: 700, seed: 3 });
    const { mean, interval } = fractionInterval(count, 700, decisiveLevel);
    expect(interval[0]).toBeLessThan(bound);
    expect(mean).toBeGreaterThan(0.85 * bound);
  });

  it('does not exist where the hilltop repels, nor at α = 0', () => {
    expect(search(builtin('M1', { mu: rational(5, 2) }))).toMatchObject({ status: 'none' });
    expect(search(builtin('M1', { mu: rational(2) }))).toMatchObject({ status: 'none' });
  });

  it('is not verified with a larger exponent, a larger rate, or another drift', () => {
    const { certificate } = found(builtin('M1'));
    const { process } = certificate;
    const altered = [
      { ...certificate, exponent: '251/1000' },
      { ...certificate, rate: '1/1000' },
      { ...certificate, bounds: ['1', '999/1000'] },
      { ...certificate, process: { ...process, drift: { kind: 'vector', components: ['theta*mu + theta^3'] } } },
      { ...certificate, process: { ...process, drift: { kind: 'vector', components: ['theta*mu - abs(theta)'] } } },
      { ...certificate, process: { ...process, drift: { kind: 'vector', components: ['theta*mu - 1/1000'] } } },
      { ...certificate, process: { ...process, constants: { ...process.constants, mu: '1501/1000' } } },
    ];
    expect(checkCertificate(certificate).followed).toBe(true);
    for (const one of altered) expect(checkCertificate(one).followed).toBe(false);
  });
});

describe('the neighbourhood of a point on a line', () => {
  it('has the exponent 2α/σ² as a limit that is not reached where the noise grows weaker outward', () => {
    const { exponent, radius, rate } = found(scalar('sin(x)/2', '6*tanh(x)/5'));
    // 2α/σ² = 1 − 2 · ½/1.44
    expect(toNumber(exponent)).toBeLessThan(1 - 1 / 1.44);
    expect(toNumber(radius)).toBeGreaterThan(0.1);
    expect(toNumber(rate)).toBeGreaterThan(0);
  });

  it('ends where the deterministic basin ends', () => {
    const { radius } = found(scalar('-x + x^3', 'x/100'));
    expect(toNumber(radius)).toBeGreaterThan(0.9);
    expect(toNumber(radius)).toBeLessThan(1);
  });

  it('counts what Taylor’s polynomials leave out: −x + 50x⁷ attracts up to 0.52, whatever the order of the expansion', () => {
    const { certificate } = found(scalar('-x + 50*x^7', 'x/10'));
    for (const order of [1, 3, 9]) {
      expect(checkCertificate({ ...certificate, order, radius: '2/5' }).followed).toBe(true);
      expect(checkCertificate({ ...certificate, order, radius: '3/5' }).followed).toBe(false);
    }
  });

  it('is found off the origin, with functions whose values there are irrational', () => {
    const { certificate, exponent, rate } = found(scalar('sin(x - 2) + log(x/2)*sqrt(2)', '4*erf(x - 2)', 2));
    expect(checkCertificate(JSON.parse(JSON.stringify(certificate)))).toMatchObject({ followed: true });
    // β = 1 + 1/√2 and σ² = 64/π
    expect(toNumber(exponent)).toBeLessThan(1 - ((2 + Math.SQRT2) * Math.PI) / 64);
    expect(toNumber(rate)).toBeGreaterThan(0);
  });

  it('is refused with a kink at the point, and where the noise does not vanish', () => {
    expect(search(scalar('-x', '2*abs(x)'))).toMatchObject({ status: 'none' });
    expect(search(scalar('-x', '1 + x'))).toMatchObject({ status: 'none' });
  });
});

describe('the bound on escape', () => {
  const ball = { exponent: rational(1, 2), radius: rational(1, 10), factor: rational(3) };

  it('is C (r/δ)^p, at most 1, rounded up', () => {
    expect(escapeBound(ball, 0.0001)).toBeCloseTo(3 * Math.sqrt(0.001), 14);
    expect(escapeBound(ball, 0.0001)).toBeGreaterThanOrEqual(3 * Math.sqrt(0.001));
    expect(escapeBound(ball, 0.05)).toBe(1);
    expect(escapeBound(ball, 0)).toBe(0);
    expect(escapeBound({ ...ball, exponent: rational(10 ** 6) }, 1e-3)).toBeLessThan(1e-300);
  });

  it('holds for a nearer distance with that in place of δ, and for a farther one as it is', () => {
    expect(escapeBound(ball, 1e-4, 0.01)).toBeCloseTo(3 * Math.sqrt(0.01), 14);
    expect(escapeBound(ball, 1e-4, 5)).toBe(escapeBound(ball, 1e-4));
    expect(() => escapeBound(ball, -1)).toThrow(RangeError);
  });
});

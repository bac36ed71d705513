import { describe, expect, it } from 'vitest';
import { fromNumber, type Rational } from '../../../src/arithmetic/rational.js';
import { checkStatement } from '../../../src/kernel/checkStatement.js';
import type { Certificate } from '../../../src/kernel/exponent/certificate.js';
import { certify } from '../../../src/prediction/certificate/certify.js';
import { sdeExponentOnCircle } from '../../../src/prediction/circle/circle.js';
import { exactFamily, familyNorm } from '../../../src/prediction/matrices/linearFamily.js';
import { decimalFamily, gaussianFamily, inCoordinates, shifted } from '../families.js';
import { halfCircle, itoDrift } from '../itoDrift.js';

/** The scalar neuron: a = mean(xy), c² = η·square (theory §8, M2). */
function scalarNeuron(a: number, square: number, learningRate: number) {
  const flip = (entry: number) => [
    [0, entry],
    [entry, 0],
  ];
  return decimalFamily(flip(-a), [{ weight: square, matrix: flip(1) }], learningRate);
}

function proved(certificate: Certificate | null): Certificate {
  expect(certificate).not.toBeNull();
  // as a reader gets it: from text
  const copy = JSON.parse(JSON.stringify(certificate)) as Certificate;
  expect(checkStatement(copy).followed).toBe(true);
  return copy;
}

describe('certify', () => {
  it('proves the sign of λ of random 2 × 2 families, and V falls or rises everywhere (50 families, seed 6)', () => {
    const directions = halfCircle(90);
    for (let index = 0; index < 50; index++) {
      const gaussian = gaussianFamily(2, 6, index);
      // every other family is made attractive
      const family = index % 2 === 0 ? gaussian : shifted(gaussian, 0.4 * familyNorm(gaussian));
      const { value } = sdeExponentOnCircle(exactFamily(family));
      if (Math.abs(value) <= 0.01 * familyNorm(family)) continue;
      const certificate = proved(certify(exactFamily(family)));
      expect(certificate.claim).toBe(value < 0 ? 'attractive' : 'repelling');
      const side = value < 0 ? 1 : -1;
      const drift = itoDrift(certificate);
      for (const direction of directions) expect(side * drift(direction)).toBeLessThan(1e-3 * familyNorm(family));
    }
  });

  it('proves the scalar neuron on either side of its threshold c² = 2|a| in closed form (theory §8, M2)', () => {
    for (const a of [0.97, -0.97]) {
      for (const [learningRate, claim] of [
        [1.93, 'repelling'],
        [1.95, 'attractive'],
      ] as const) {
        const certificate = proved(certify(scalarNeuron(a, 1, learningRate)));
        expect(certificate).toMatchObject({ claim, proof: { kind: 'closed-form' } });
      }
    }
    expect(certify(scalarNeuron(1, 1, 2))).toBeNull();
  });

  it('proves triangular families by the quotient, in any basis', () => {
    const triangular = (along: number, across: number) =>
      decimalFamily(
        [
          [-along, 1],
          [0, -across],
        ],
        [
          {
            matrix: [
              [0.1, 0.3],
              [0, 0.2],
            ],
          },
        ],
      );
    for (const [along, across, claim] of [
      [-0.1, -0.3, 'attractive'],
      [0.1, -0.3, 'repelling'],
      [-0.3, 0.1, 'repelling'],
    ] as const) {
      for (const transform of [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 1],
          [1, 0],
        ],
        [
          [2, 7],
          [1, 4],
        ],
      ]) {
        const certificate = proved(certify(inCoordinates(triangular(along, across), transform)));
        expect(certificate).toMatchObject({ claim, proof: { kind: 'quotient' } });
      }
    }
  });

  it('proves one normal dimension in closed form: α = h + ½c² (theory §4.1)', () => {
    const well = (h: number) => decimalFamily([[h]], [{ matrix: [[2]] }], 0.5);
    expect(proved(certify(well(-0.99))).claim).toBe('attractive');
    expect(proved(certify(well(-1.01))).claim).toBe('repelling');
    expect(certify(well(-1))).toBeNull();
  });

  it('carries the statement and the family, from which the same proof can be found again', () => {
    const statement = { model: 'two neurons', set: 'identical', constants: { eta: '1/2' } };
    const family = exactFamily(gaussianFamily(2, 7, 0));
    const certificate = proved(certify(family, { statement }));
    expect(certificate.statement).toEqual(statement);
    const read = (text: string): Rational => {
      const [numerator, denominator = '1'] = text.split('/');
      return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
    };
    const restated = {
      curvature: certificate.family.curvature.map((row) => row.map(read)),
      noise: certificate.family.noise.map(({ weight, matrix }) => ({
        weight: read(weight),
        matrix: matrix.map((row) => row.map(read)),
      })),
      learningRate: read(certificate.family.learningRate),
    };
    expect(restated).toEqual(family);
  });
});

describe('entry radii', () => {
  const radii = (family: { noise: readonly unknown[] }, radius: number) => ({
    curvature: fromNumber(radius),
    noise: family.noise.map(() => fromNumber(radius)),
  });

  it('prove the sign for every family within them (40 families, seed 8)', () => {
    for (let index = 0; index < 40; index++) {
      const family = gaussianFamily(2, 8, index);
      const exact = exactFamily(family);
      if (Math.abs(sdeExponentOnCircle(exact).value) < 0.02 * familyNorm(family)) continue;
      const certificate = proved(certify(exact, { radii: radii(family, 1e-12) }));
      expect(certificate.family.radii).toMatchObject({ curvature: '1/1000000000000' });
    }
  });

  it('that reach across λ = 0 leave nothing to prove: H ± εI has λ ∓ ε (seed 9)', () => {
    for (let index = 0; index < 10; index++) {
      const family = exactFamily(gaussianFamily(2, 9, index));
      const { value } = sdeExponentOnCircle(family);
      const certificate = proved(certify(family));
      const withRadius = (radius: number) => ({
        ...certificate,
        family: { ...certificate.family, radii: { curvature: radiusText(radius), noise: family.noise.map(() => '0') } },
      });
      expect(checkStatement(withRadius(0)).followed).toBe(true);
      expect(checkStatement(withRadius(1.01 * Math.abs(value))).followed).toBe(false);
    }
  });

  it('of one normal dimension: −h − ½c² for h and c anywhere in their intervals', () => {
    const well = decimalFamily([[-0.9]], [{ matrix: [[2]] }], 0.5);
    const certificate = proved(certify(well, { radii: radii(well, 0.03) }));
    expect(certificate.claim).toBe('attractive');
    // at the corner h = −0.9 − r, c = 2 − r the exponent is 0.9 + r − (2 − r)²/4 = 0 for r = 0.0513
    expect(certify(well, { radii: radii(well, 0.052) })).toBeNull();
  });
});

function radiusText(radius: number): string {
  const { numerator, denominator } = fromNumber(radius);
  return `${numerator}/${denominator}`;
}

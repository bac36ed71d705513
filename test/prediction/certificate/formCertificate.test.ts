import { describe, expect, it } from 'vitest';
import { fromNumber, rational } from '../../../src/arithmetic/rational.js';
import { checkStatement } from '../../../src/kernel/checkStatement.js';
import type { Certificate, FormProof } from '../../../src/kernel/exponent/certificate.js';
import { isNegativeForm } from '../../../src/kernel/exponent/coneSign.js';
import { NotFollowed } from '../../../src/kernel/notFollowed.js';
import { polynomialOf } from '../../../src/kernel/quotients/polynomial.js';
import { randomStream } from '../../../src/numeric/random.js';
import { certify } from '../../../src/prediction/certificate/certify.js';
import { circleBasis } from '../../../src/prediction/certificate/circleBasis.js';
import type { CorrectorBasis } from '../../../src/prediction/certificate/correctorSearch.js';
import { formBasis } from '../../../src/prediction/certificate/formBasis.js';
import { exactFamily, familyNorm } from '../../../src/prediction/matrices/linearFamily.js';
import { decimalFamily, gaussianFamily, shifted } from '../families.js';
import { halfCircle, itoDrift } from '../itoDrift.js';

/** Points of the unit sphere in ℝᵏ. */
function sphere(size: number, count: number, seed: number): number[][] {
  const stream = randomStream(seed, 0);
  return Array.from({ length: count }, () => {
    const point = Array.from({ length: size }, () => stream.normal());
    const length = Math.hypot(...point);
    return point.map((x) => x / length);
  });
}

function proved(certificate: Certificate | null): Certificate & { proof: FormProof } {
  expect(certificate).not.toBeNull();
  const copy = JSON.parse(JSON.stringify(certificate));
  expect(checkStatement(copy).followed).toBe(true);
  expect(copy.proof.kind).toBe('form-bernstein');
  return copy;
}

/** Families whose drift is pushed to either side, so that λ is plainly of the sign wanted. */
function pushed(size: number, seed: number, index: number, share: number) {
  const family = gaussianFamily(size, seed, index);
  return shifted(family, share * familyNorm(family));
}

describe('a certificate by forms (theory §4.3, k ≥ 3)', () => {
  it('is found for 3 × 3 families of either sign, and V then falls or rises everywhere (seed 21)', () => {
    const directions = sphere(3, 200, 22);
    for (let index = 0; index < 4; index++) {
      const side = index % 2 === 0 ? 1 : -1;
      const family = pushed(3, 21, index, side * 0.3);
      const certificate = proved(certify(exactFamily(family)));
      expect(certificate.claim).toBe(side > 0 ? 'attractive' : 'repelling');
      const drift = itoDrift(certificate);
      for (const direction of directions) expect(side * drift(direction)).toBeLessThan(1e-3 * familyNorm(family));
    }
  });

  it('is found for a 4 × 4 family (seed 23)', () => {
    const family = pushed(4, 23, 0, 0.4);
    const certificate = proved(certify(exactFamily(family)));
    expect(certificate.claim).toBe('attractive');
    const drift = itoDrift(certificate);
    for (const direction of sphere(4, 200, 24)) expect(drift(direction)).toBeLessThan(0);
  });

  it('needs a corrector where Q alone has both signs: without it, or with its opposite, the checker rejects', () => {
    const family = decimalFamily(
      [
        [0.2, 1, 0],
        [-1, 0.2, 1],
        [0, -1, -0.3],
      ],
      [
        {
          matrix: [
            [0, 0.1, 0],
            [0.1, 0, 0],
            [0, 0, 0.1],
          ],
        },
      ],
    );
    const certificate = proved(certify(family));
    const { corrector } = certificate.proof;
    if (corrector.basis !== 'form') throw new RangeError(corrector.basis);
    for (const change of [() => '0', (x: string) => String(-BigInt(x))]) {
      const coefficients = corrector.coefficients.map(change);
      const proof = { ...certificate.proof, corrector: { ...corrector, coefficients } };
      expect(checkStatement({ ...certificate, proof }).followed).toBe(false);
    }
    const claim = certificate.claim === 'attractive' ? 'repelling' : 'attractive';
    expect(checkStatement({ ...certificate, claim }).followed).toBe(false);
    const short = { ...corrector, coefficients: corrector.coefficients.slice(1) };
    expect(checkStatement({ ...certificate, proof: { ...certificate.proof, corrector: short } }).followed).toBe(false);
  });

  it('allows for entry radii, and not for more than λ (H ± εI has λ ∓ ε)', () => {
    const family = exactFamily(pushed(3, 21, 0, 0.3));
    const radii = (radius: number) => ({
      curvature: fromNumber(radius),
      noise: family.noise.map(() => fromNumber(radius)),
    });
    const certificate = proved(certify(family, { radii: radii(1e-9) }));
    const wide = { curvature: '3', noise: family.noise.map(() => '0') };
    expect(checkStatement({ ...certificate, family: { ...certificate.family, radii: wide } }).followed).toBe(false);
  });
});

describe('a certificate by Bernstein coefficients on the circle (theory §4.3, M2)', () => {
  it('proves attraction where the matrices commute but are known to a radius only', () => {
    const flip = (entry: number) => [
      [0, entry],
      [entry, 0],
    ];
    const family = decimalFamily(flip(-1), [{ matrix: flip(1) }], 2.5);
    const radius = fromNumber(1e-12);
    const certificate = proved(certify(family, { radii: { curvature: radius, noise: [radius] } }));
    expect(certificate).toMatchObject({ claim: 'attractive', proof: { corrector: { basis: 'fourier' } } });
    const drift = itoDrift(certificate);
    for (const direction of halfCircle(200)) expect(drift(direction)).toBeLessThan(0);
  });
});

describe('bases of correctors', () => {
  it('state 𝓛φ as the drift of V = log‖y‖ + φ, less that of log‖y‖', () => {
    const unit = (size: number) =>
      Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? '1' : '0')));
    const examples: readonly (readonly [number, (family: ReturnType<typeof gaussianFamily>) => CorrectorBasis])[] = [
      [2, (family) => circleBasis(family, 3)],
      [3, (family) => formBasis(family, 2)],
      [3, (family) => formBasis(family, 4)],
      [4, (family) => formBasis(family, 2)],
    ];
    for (const [size, basisOf] of examples) {
      const family = gaussianFamily(size, 25, size);
      const basis = basisOf(family);
      const coefficients = Array.from({ length: basis.unknowns }, (_, m) => ((m * 7) % 5) - 2);
      const corrector = basis.write(
        coefficients.map((x, m) => String(Math.round(x * basis.scales[m] * 1e9))),
        '1000000000',
      );
      const text = (matrix: readonly (readonly number[])[]) => matrix.map((row) => row.map(String));
      const drift = itoDrift({
        family: {
          curvature: text(family.curvature),
          noise: family.noise.map((matrix) => ({ weight: '1', matrix: text(matrix) })),
          learningRate: '1',
          radii: null,
        },
        proof: { kind: 'form-bernstein', transform: unit(size), corrector },
      });
      const row = new Float64Array(basis.unknowns);
      for (const u of sphere(size, 20, 26)) {
        const q = basis.evaluate(u, row);
        const expected = coefficients.reduce((sum, x, m) => sum + x * row[m], q);
        expect(Math.abs(drift(u) - expected)).toBeLessThan(2e-3 * (1 + Math.abs(expected)) * familyNorm(family));
      }
    }
  });
});

describe('the sign of a form', () => {
  /** A form by the exponents of its monomials. */
  const form = (monomials: Readonly<Record<string, number>>) =>
    polynomialOf(
      Object.entries(monomials).map(([exponents, coefficient]) => ({
        coefficient: rational(coefficient),
        powers: new Map(
          exponents
            .split(',')
            .flatMap((power, i) => (power === '0' ? [] : [[`y${i}`, rational(Number(power))] as const])),
        ),
      })),
    );
  const isNegative = (monomials: Readonly<Record<string, number>>, degree: number, variables = 2) =>
    isNegativeForm(form(monomials), ['y0', 'y1', 'y2'].slice(0, variables), degree);

  it('is negative, or not shown to be', () => {
    expect(isNegative({ '2,0': -1, '0,2': -1 }, 2)).toBe(true);
    // −(x − y)² and x² − y²
    expect(isNegative({ '2,0': -1, '1,1': 2, '0,2': -1 }, 2)).toBe(false);
    expect(isNegative({ '2,0': 1, '0,2': -1 }, 2)).toBe(false);
    // −(x² − 2y²)² vanishes on an irrational line: no rational point shows it, no subdivision excludes it
    expect(isNegative({ '4,0': -1, '2,2': 4, '0,4': -4 }, 4)).toBe(false);
    // the same with a margin of x⁴ + y⁴ times 10⁻⁶
    expect(isNegative({ '4,0': -1000001, '2,2': 4000000, '0,4': -4000001 }, 4)).toBe(true);
  });

  it("is that of Motzkin's form, which is no sum of squares, with a margin", () => {
    // x⁴y² + x²y⁴ + z⁶ − 3x²y²z² ≥ 0
    const withMargin = (margin: number) => ({
      ...{ '4,2,0': -1000, '2,4,0': -1000, '2,2,2': 3000 },
      ...{ '6,0,0': -margin, '0,6,0': -margin, '0,0,6': -1000 - margin },
    });
    expect(isNegative(withMargin(10), 6, 3)).toBe(true);
    expect(isNegative(withMargin(-10), 6, 3)).toBe(false);
  });

  it('is that of the whole form: what the degree or the atoms leave out is refused', () => {
    for (const [variables, degree] of [
      [2, 4],
      [1, 2],
    ]) {
      expect(() => isNegative({ '2,0': -1, '0,2': 1 }, degree, variables)).toThrow(NotFollowed);
    }
  });
});

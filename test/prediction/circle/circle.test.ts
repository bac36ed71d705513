import { readFileSync } from 'node:fs';
import { erf } from 'mathjs/number';
import { describe, expect, it } from 'vitest';
import { minus, plus, type Rational, rational, times, toNumber } from '../../../src/arithmetic/rational.js';
import { meanAndRest } from '../../../src/kernel/exponent/checkCorrector.js';
import { sdeExponentOnCircle } from '../../../src/prediction/circle/circle.js';
import { type FourierCorrector, solveCircleCorrector } from '../../../src/prediction/circle/circleCorrector.js';
import { enclosure } from '../../../src/prediction/circle/circleEnclosure.js';
import { circleOperator, floatOperator } from '../../../src/prediction/circle/circleOperator.js';
import { dyadic } from '../../../src/prediction/matrices/dyadic.js';
import { integerFamily } from '../../../src/prediction/matrices/integerFamily.js';
import {
  type ExactLinearFamily,
  exactFamily,
  familyNorm,
  floatFamily,
} from '../../../src/prediction/matrices/linearFamily.js';
import { decimalFamily, gaussianFamily, inCoordinates, shifted } from '../families.js';

const reference = JSON.parse(readFileSync(new URL('../../data/reference-values.json', import.meta.url), 'utf8'));
const unit = [0, 1].map((i) => [0, 1].map((j) => rational(i === j ? 1 : 0)));

/** The enclosure by a truncated backward equation with a given number of modes, without balancing. */
function encloseWith(family: ExactLinearFamily, modes: number) {
  const operator = floatOperator(circleOperator(integerFamily(family, unit)));
  return enclosure(operator, solveCircleCorrector(operator, modes));
}

describe('λ of a 2 × 2 family in closed form (theory §5)', () => {
  it('is the largest of −h − ½η Σ c² over the common eigenvectors, and Λ⁻ the smallest', () => {
    const diagonal = decimalFamily(
      [
        [0.3, 0],
        [0, -0.2],
      ],
      [
        {
          weight: 0.5,
          matrix: [
            [1, 0],
            [0, 2],
          ],
        },
        {
          matrix: [
            [0.1, 0],
            [0, -0.7],
          ],
        },
      ],
      0.4,
    );
    const first = -0.3 - 0.2 * (0.5 * 1 + 0.01);
    const second = 0.2 - 0.2 * (0.5 * 4 + 0.49);
    for (const family of [
      diagonal,
      inCoordinates(diagonal, [
        [2, 7],
        [1, 4],
      ]),
      inCoordinates(
        diagonal,
        [
          [3, -4],
          [4, 3],
        ],
        5,
      ),
    ]) {
      const exponent = sdeExponentOnCircle(family);
      expect(exponent).toMatchObject({ method: 'closed-form', structure: 'commuting' });
      expect(exponent.value).toBeCloseTo(Math.max(first, second), 14);
      expect(exponent.lowest).toBeCloseTo(Math.min(first, second), 14);
      expect(exponent.interval[0]).toBeLessThanOrEqual(Math.max(first, second));
      expect(exponent.interval[1]).toBeGreaterThanOrEqual(Math.max(first, second));
    }
  });

  it('is −α − ½η Σ (γ² − δ²) for rotations with scaling, H = α + βJ and C = γ + δJ', () => {
    const turning = decimalFamily(
      [
        [0.3, -2],
        [2, 0.3],
      ],
      [
        {
          matrix: [
            [0.5, -0.9],
            [0.9, 0.5],
          ],
        },
      ],
    );
    const expected = -0.3 - 0.5 * (0.25 - 0.81);
    const sheared = inCoordinates(turning, [
      [1, 1],
      [0, 1],
    ]);
    for (const family of [turning, sheared]) {
      const { value, lowest, method } = sdeExponentOnCircle(family);
      expect(method).toBe('closed-form');
      expect(value).toBeCloseTo(expected, 14);
      expect(lowest).toBe(value);
    }
    const { interval } = encloseWith(sheared, 128);
    expect(interval[0]).toBeLessThan(expected);
    expect(interval[1]).toBeGreaterThan(expected);
    expect(interval[1] - interval[0]).toBeLessThan(1e-9);
  });

  it('is the larger diagonal value for triangular families, and Λ⁻ the value on the common eigenvector', () => {
    for (const [along, across] of [
      [0.4, -0.3],
      [-0.6, 0.2],
    ]) {
      const triangular = decimalFamily(
        [
          [-along, 1.5],
          [0, -across],
        ],
        [
          {
            matrix: [
              [0.5, 0.3],
              [0, 1.1],
            ],
          },
        ],
      );
      for (const family of [
        triangular,
        inCoordinates(triangular, [
          [2, 7],
          [1, 4],
        ]),
        inCoordinates(triangular, [
          [0, 1],
          [1, 0],
        ]),
      ]) {
        const { value, lowest, structure } = sdeExponentOnCircle(family);
        expect(structure).toBe('triangular');
        expect(value).toBeCloseTo(Math.max(along - 0.125, across - 0.605), 14);
        expect(lowest).toBeCloseTo(along - 0.125, 14);
      }
    }
  });

  it('is |a| − c²/2 for the scalar neuron, with Λ⁻ = −|a| − c²/2 on the other diagonal (theory §8, M2)', () => {
    const { samples, values } = reference['M2 tanh neuron'];
    const mean = (f: (x: number, y: number) => number) =>
      samples.reduce((sum: number, [x, y]: number[]) => sum + f(x, y), 0) / samples.length;
    const a = mean((x, y) => x * y);
    const square = mean((x) => x * x);
    for (const { eta, lam } of values) {
      const family = decimalFamily(
        [
          [0, -a],
          [-a, 0],
        ],
        [
          {
            weight: square,
            matrix: [
              [0, 1],
              [1, 0],
            ],
          },
        ],
        eta,
      );
      const { value, lowest } = sdeExponentOnCircle(family);
      expect(value).toBeCloseTo(lam, 13);
      expect(lowest).toBeCloseTo(-Math.abs(a) - (eta * square) / 2, 13);
    }
  });
});

describe('λ of a 2 × 2 family on the circle (theory §4.3)', () => {
  it('is √π/Γ(1/6) (3/4)^{1/3} σ^{2/3} for a free particle whose stiffness is white noise of intensity σ', () => {
    const gammaOfSixth = 5.566316001780235;
    for (const sigma of [0.5, 1, 3]) {
      const particle = decimalFamily(
        [
          [0, -1],
          [0, 0],
        ],
        [
          {
            matrix: [
              [0, 0],
              [sigma, 0],
            ],
          },
        ],
      );
      const expected = ((Math.sqrt(Math.PI) / gammaOfSixth) * Math.cbrt(3 * sigma * sigma)) / Math.cbrt(4);
      const { value, interval } = sdeExponentOnCircle(particle);
      expect(interval[1] - interval[0]).toBeLessThan(2e-9 * Math.max(1, familyNorm(floatFamily(particle)) / 1000));
      expect(Math.abs(value - expected)).toBeLessThan(2e-9);
      expect(interval[0] - 1e-14).toBeLessThan(expected);
      expect(interval[1] + 1e-14).toBeGreaterThan(expected);
    }
  });

  it('is that of two identical neurons under label noise on the full batch, to 1e-9 (theory §8, M3)', () => {
    const { samples, values } = reference['M3 two neurons, label noise, full batch'];
    for (const { activation, w, a, zeta, eta, H, lam } of values) {
      const { value, slope, bend } = activations[activation as keyof typeof activations];
      const hessians = samples.map(([x]: number[]) => [
        [a * bend(w * x) * x * x, slope(w * x) * x],
        [slope(w * x) * x, 0],
      ]);
      const curvature = [0, 1].map((i) =>
        [0, 1].map((j) =>
          samples.reduce(
            (sum: number, [x, y]: number[], n: number) =>
              sum + ((2 * a * value(w * x) - y) * hessians[n][i][j]) / samples.length,
            0,
          ),
        ),
      );
      curvature.flat().forEach((entry, index) => {
        expect(entry).toBeCloseTo(H.flat()[index], 13);
      });
      const noise = hessians.map((hessian: number[][]) =>
        hessian.map((row) => row.map((x) => (zeta * x) / samples.length)),
      );
      const exponent = sdeExponentOnCircle(exactFamily({ curvature, noise, learningRate: eta }));
      expect(exponent).toMatchObject({ method: 'spectral', structure: 'irreducible' });
      expect(Math.abs(exponent.value - lam)).toBeLessThan(1e-9);
    }
  });

  it('lies in every coarser enclosure, down to no corrector at all (60 Gaussian families, seed 3)', () => {
    for (let index = 0; index < 60; index++) {
      const family = exactFamily(gaussianFamily(2, 3, index));
      const { value, interval, lowest } = sdeExponentOnCircle(family);
      const halfWidth = (interval[1] - interval[0]) / 2;
      expect(halfWidth).toBeLessThanOrEqual(1e-9 * Math.max(1, familyNorm(floatFamily(family)) / 1000));
      expect(lowest).toBe(value);
      for (const modes of [0, 1, 2, 3, 5, 8, 16, 32]) {
        const coarse = encloseWith(family, modes).interval;
        expect(coarse[0]).toBeLessThan(value + halfWidth);
        expect(coarse[1]).toBeGreaterThan(value - halfWidth);
      }
    }
  });

  it('has an enclosure that exact arithmetic confirms: no rounding is overlooked (seed 27)', () => {
    for (let index = 0; index < 12; index++) {
      const family = exactFamily(gaussianFamily(2, 27, index));
      const operator = floatOperator(circleOperator(integerFamily(family, unit)));
      const corrector = solveCircleCorrector(operator, 40);
      const { interval } = enclosure(operator, corrector);
      const [low, high] = exactRange(family, corrector);
      expect(toNumber(low)).toBeGreaterThanOrEqual(interval[0]);
      expect(toNumber(high)).toBeLessThanOrEqual(interval[1]);
      expect(toNumber(minus(high, low))).toBeGreaterThan(0);
    }
  });

  it('is the same in every basis, scales with H and C², and falls by c when H grows by cI (seed 4)', () => {
    for (let index = 0; index < 25; index++) {
      const floats = gaussianFamily(2, 4, index);
      const family = exactFamily(floats);
      const { value } = sdeExponentOnCircle(family);
      const three = rational(3);
      const scaled: ExactLinearFamily = {
        learningRate: three,
        curvature: family.curvature.map((row) => row.map((x) => times(three, x))),
        noise: family.noise,
      };
      const others: readonly (readonly [ExactLinearFamily, number])[] = [
        [
          inCoordinates(
            family,
            [
              [3, -4],
              [4, 3],
            ],
            5,
          ),
          value,
        ],
        [
          inCoordinates(family, [
            [1, 2],
            [1, 1],
          ]),
          value,
        ],
        [scaled, 3 * value],
        [exactFamily(shifted(floats, 2 ** -3)), value - 2 ** -3],
      ];
      for (const [other, expected] of others) {
        expect(Math.abs(sdeExponentOnCircle(other).value - expected)).toBeLessThan(5e-9);
      }
    }
  });

  it('holds the infimum and the supremum of Q when no corrector is used (seed 5)', () => {
    for (let index = 0; index < 20; index++) {
      const family = gaussianFamily(2, 5, index);
      const { interval } = encloseWith(exactFamily(family), 0);
      for (let step = 0; step < 64; step++) {
        const q = logarithmicDrift(family, (Math.PI * step) / 64);
        expect(q).toBeGreaterThan(interval[0]);
        expect(q).toBeLessThan(interval[1]);
      }
    }
  });
});

describe('the norm of a family', () => {
  it('is ‖H‖₂ + η Σ ‖C_j‖₂²', () => {
    const ofOne = (curvature: number[][]): number => familyNorm({ curvature, noise: [], learningRate: 1 });
    const columns = [
      [3, 0],
      [4, 5],
    ];
    expect(ofOne(columns)).toBeCloseTo(Math.sqrt(45), 14);
    expect(ofOne(columns.map((row) => row.map(() => 0)))).toBe(0);
    const family = {
      curvature: [
        [0, -2],
        [1, 0],
      ],
      noise: [
        [
          [3, 0],
          [0, 1],
        ],
      ],
      learningRate: 0.5,
    };
    expect(familyNorm(family)).toBeCloseTo(2 + 0.5 * 9, 14);
  });
});

/** The constant term of Q + 𝓛φ less and plus the ℓ1 norm of the others, in rationals, φ as it stands in doubles. */
function exactRange(family: ExactLinearFamily, { real, imaginary }: FourierCorrector): [Rational, Rational] {
  const { mean, rest } = meanAndRest(
    {
      size: 2,
      curvature: family.curvature,
      noise: family.noise.map(({ weight, matrix }) => ({ rate: times(family.learningRate, weight), matrix })),
      radii: null,
    },
    { constant: rational(0), real: [...real].map(dyadic), imaginary: [...imaginary].map(dyadic) },
  );
  return [minus(mean, rest), plus(mean, rest)];
}

const gaussian = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
const below = (z: number) => (1 + erf(z / Math.SQRT2)) / 2;

const activations = {
  tanh: {
    value: Math.tanh,
    slope: (z: number) => 1 - Math.tanh(z) ** 2,
    bend: (z: number) => -2 * Math.tanh(z) * (1 - Math.tanh(z) ** 2),
  },
  gelu: {
    value: (z: number) => z * below(z),
    slope: (z: number) => below(z) + z * gaussian(z),
    bend: (z: number) => (2 - z * z) * gaussian(z),
  },
};

/** Q(u) = −uᵀHu + ½η Σ (|C_j u|² − 2 (uᵀC_j u)²), u = (cos ϑ, sin ϑ) (theory §4.2). */
function logarithmicDrift(
  { curvature, noise, learningRate }: ReturnType<typeof gaussianFamily>,
  angle: number,
): number {
  const u = [Math.cos(angle), Math.sin(angle)];
  const image = (matrix: readonly (readonly number[])[]) => matrix.map((row) => row[0] * u[0] + row[1] * u[1]);
  const dot = (a: readonly number[], b: readonly number[]) => a[0] * b[0] + a[1] * b[1];
  return noise.reduce(
    (sum, matrix) => {
      const v = image(matrix);
      return sum + (learningRate / 2) * (dot(v, v) - 2 * dot(u, v) ** 2);
    },
    -dot(u, image(curvature)),
  );
}

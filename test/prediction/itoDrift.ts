import type {
  Certificate,
  CertifiedFamily,
  FormText,
  FourierText,
  Proof,
} from '../../src/kernel/exponent/certificate.js';

type Vector = readonly number[];
type Matrix = readonly Vector[];

/**
 * The drift of V = log‖Ty‖ + φ at y for a certificate read back from its text, in doubles: ∇V·(−Hy) + ½ Σ_j (C_j y)·∇²V (C_j y), the
 * derivatives of V along a line by central differences. It shares nothing with the search or the checker.
 */
export function itoDrift({ family, proof }: Pick<Certificate, 'family' | 'proof'>): (y: Vector) => number {
  if (proof.kind !== 'fourier-l1' && proof.kind !== 'form-bernstein') {
    throw new RangeError(`no corrector: ${proof.kind}`);
  }
  const { curvature, noise } = numbers(family);
  const value = functionOf(proof);
  return (y) => {
    const along = (direction: Vector, step: number) => value(y.map((x, i) => x + step * direction[i]));
    const scale = Math.hypot(...y);
    const drift = apply(curvature, y).map((x) => -x);
    const slopeStep = (1e-4 * scale) / (Math.hypot(...drift) + scale);
    const centre = value(y);
    let sum = (along(drift, slopeStep) - along(drift, -slopeStep)) / (2 * slopeStep);
    for (const matrix of noise) {
      const kick = apply(matrix, y);
      const step = (1e-3 * scale) / (Math.hypot(...kick) + scale);
      sum += (along(kick, step) - 2 * centre + along(kick, -step)) / (2 * step * step);
    }
    return sum;
  };
}

/** Directions that fill the half circle evenly. */
export function halfCircle(count: number): Vector[] {
  return Array.from({ length: count }, (_, i) => [Math.cos((Math.PI * i) / count), Math.sin((Math.PI * i) / count)]);
}

function functionOf({ transform, corrector }: Extract<Proof, { kind: 'fourier-l1' | 'form-bernstein' }>) {
  const basis = transform.map((row) => row.map(numberOf));
  const phi = corrector.basis === 'fourier' ? fourier(corrector) : form(corrector, basis.length);
  return (y: Vector): number => {
    const moved = apply(basis, y);
    return Math.log(Math.hypot(...moved)) + phi(moved);
  };
}

function fourier({ denominator, real, imaginary }: FourierText) {
  const cosine = real.map((x) => (2 * Number(x)) / Number(denominator));
  const sine = imaginary.map((x) => (-2 * Number(x)) / Number(denominator));
  return ([x, y]: Vector): number => {
    const angle = 2 * Math.atan2(y, x);
    return cosine.reduce((sum, c, i) => sum + c * Math.cos((i + 1) * angle) + sine[i] * Math.sin((i + 1) * angle), 0);
  };
}

function form({ degree, denominator, coefficients }: FormText, variables: number) {
  const exponents = exponentsOf(variables, degree);
  return (y: Vector): number => {
    const length = Math.hypot(...y);
    const total = exponents.reduce(
      (sum, powers, at) =>
        sum + powers.reduce((term, power, i) => term * (y[i] / length) ** power, Number(coefficients[at])),
      0,
    );
    return total / Number(denominator);
  };
}

function exponentsOf(variables: number, degree: number): number[][] {
  if (variables === 1) return [[degree]];
  return Array.from({ length: degree + 1 }, (_, i) => degree - i).flatMap((first) =>
    exponentsOf(variables - 1, degree - first).map((rest) => [first, ...rest]),
  );
}

function numbers({ curvature, noise, learningRate }: CertifiedFamily) {
  const read = (matrix: readonly (readonly string[])[]) => matrix.map((row) => row.map(numberOf));
  return {
    curvature: read(curvature),
    noise: noise.map(({ weight, matrix }) => {
      const scale = Math.sqrt(numberOf(learningRate) * numberOf(weight));
      return read(matrix).map((row) => row.map((x) => scale * x));
    }),
  };
}

function numberOf(text: string): number {
  const [numerator, denominator = '1'] = text.split('/');
  return Number(numerator) / Number(denominator);
}

function apply(matrix: Matrix, y: Vector): number[] {
  return matrix.map((row) => row.reduce((sum, x, i) => sum + x * y[i], 0));
}

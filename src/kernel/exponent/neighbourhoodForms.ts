import { minus, one, plus, type Rational, rational, times, zero } from '../../arithmetic/rational.js';
import { circleForm } from './circleForm.js';
import type { ExpandedProcess, Form } from './neighbourhoodProcess.js';
import type { CheckedWeight } from './readNeighbourhood.js';

/**
 * Forms of degrees first, first + 1, … in one or two variables whose sum is the polynomial Σ_l forms_l; `excess_l` adds
 * excess_l ‖y‖^{first + l} to it.
 */
export interface GradedForms {
  readonly variables: number;
  readonly first: number;
  readonly forms: readonly Form[];
  readonly excess: readonly Rational[];
}

/**
 * (𝓛W + rate · W) r^{D+4−p}, W = r^p g = r^{p−D} G(y), G the form of degree D with G = g on the circle (theory §4.4).
 *
 * With R = r², b the drift and A = S Sᵀ it is R² b·∇G + (p − D) R G b·y + ½ [R² tr(A ∇²G) + 2(p − D) R yᵀA∇G +
 * (p − D) R G tr A + (p − D)(p − D − 2) G yᵀAy] + rate R² G. The excess is what the deviations of b and A may add:
 * (p|g| + |g'|) |δb| + ½ [p|p − 1||g| + 2|p − 1||g'| + |p g + g''|] |δA|.
 */
export function generatorForms(
  process: ExpandedProcess,
  weight: CheckedWeight,
  exponent: Rational,
  rate: Rational,
): GradedForms {
  const { variables, drift, covariance } = process;
  const degree = 2 * weight.cosine.length;
  const g = weightForm(weight);
  const axes = Array.from({ length: variables }, (_, i) => i);
  const r1 = radiusPower(variables, 1);
  const r2 = radiusPower(variables, 2);
  const slope = axes.map((i) => derivative(g, degree, i));
  const bend = slope.map((form) => axes.map((j) => derivative(form, degree - 1, j)));
  const gap = minus(exponent, rational(degree));
  const half = rational(1, 2);
  const forms = process.driftDeviation.map((_, l) => {
    const b = axes.map((i) => drift[i][l]);
    const a = axes.map((i) => axes.map((j) => covariance[i][j][l]));
    const pairs = axes.flatMap((i) => axes.map((j) => [i, j] as const));
    const along = total(axes.map((i) => multiply(b[i], slope[i])));
    const radial = total(axes.map((i) => timesVariable(b[i], i, variables)));
    const curved = total(pairs.map(([i, j]) => multiply(a[i][j], bend[i][j])));
    const mixed = total(pairs.map(([i, j]) => multiply(timesVariable(a[i][j], i, variables), slope[j])));
    const trace = total(axes.map((i) => a[i][i]));
    const square = total(pairs.map(([i, j]) => timesVariable(timesVariable(a[i][j], i, variables), j, variables)));
    return total([
      multiply(r2, along),
      scaled(multiply(multiply(r1, g), radial), gap),
      scaled(multiply(r2, curved), half),
      scaled(multiply(r1, mixed), gap),
      scaled(multiply(multiply(r1, g), trace), times(half, gap)),
      scaled(multiply(g, square), times(half, times(gap, minus(gap, rational(2))))),
      ...(l === 0 ? [scaled(multiply(r2, g), rate)] : []),
    ]);
  });
  const { value, first, second } = derivativeBounds(weight);
  const distance = minus(exponent, one);
  const size = distance.numerator < 0n ? minus(zero, distance) : distance;
  const onDrift = plus(times(exponent, value), first);
  const angular = variables === 1 ? zero : plus(times(exponent, value), second);
  const onNoise = total([
    [times(times(exponent, size), value)],
    [times(rational(2), times(size, first))],
    [angular],
  ])[0];
  const excess = process.driftDeviation.map((deviation, l) =>
    plus(times(onDrift, deviation), times(times(half, onNoise), process.covarianceDeviation[l])),
  );
  return { variables, first: degree + 4, forms, excess };
}

/** upper · R^N − G and G − lower · R^N, N half the degree of G. */
export function boundForms(
  weight: CheckedWeight,
  variables: number,
  [lower, upper]: readonly [Rational, Rational],
): readonly [GradedForms, GradedForms] {
  const modes = weight.cosine.length;
  const g = weightForm(weight);
  const round = radiusPower(variables, modes);
  const graded = (form: Form): GradedForms => ({ variables, first: 2 * modes, forms: [form], excess: [zero] });
  return [
    graded(total([scaled(g, rational(1)), scaled(round, minus(zero, upper))])),
    graded(total([scaled(round, lower), scaled(g, rational(-1))])),
  ];
}

/** g R^N, N the number of modes. */
function weightForm({ denominator, constant, cosine, sine }: CheckedWeight): Form {
  return circleForm([constant, ...cosine], [0n, ...sine]).map((value) => rational(value, denominator));
}

/** |g|, |g'| and |g''| are at most these. */
function derivativeBounds({ denominator, constant, cosine, sine }: CheckedWeight) {
  const size = (x: bigint) => (x < 0n ? -x : x);
  let [value, first, second] = [size(constant), 0n, 0n];
  cosine.forEach((_, index) => {
    const n = BigInt(2 * index + 2);
    const amplitude = size(cosine[index]) + size(sine[index]);
    value += amplitude;
    first += n * amplitude;
    second += n * n * amplitude;
  });
  return {
    value: rational(value, denominator),
    first: rational(first, denominator),
    second: rational(second, denominator),
  };
}

/** R^n, R = y₁² + y₂² (y₁² with one variable). */
export function radiusPower(variables: number, n: number): Form {
  if (variables === 1) return [one];
  let binomial = 1n;
  return Array.from({ length: 2 * n + 1 }, (_, index) => {
    if (index % 2 === 1) return zero;
    const j = index / 2;
    if (j > 0) binomial = (binomial * BigInt(n - j + 1)) / BigInt(j);
    return rational(binomial);
  });
}

/** The product of two forms: their degrees add up. */
export function multiply(a: Form, b: Form): Form {
  const result = Array.from({ length: a.length + b.length - 1 }, () => zero);
  for (const [i, left] of a.entries()) {
    if (left.numerator === 0n) continue;
    for (const [j, right] of b.entries()) {
      if (right.numerator !== 0n) result[i + j] = plus(result[i + j], times(left, right));
    }
  }
  return result;
}

/** The sum of forms of one degree; there is at least one. */
export function total(forms: readonly Form[]): Form {
  return forms.reduce((a, b) => a.map((value, i) => plus(value, b[i])));
}

/** A form times a number. */
export function scaled(form: Form, factor: Rational): Form {
  return form.map((value) => times(value, factor));
}

function timesVariable(form: Form, i: number, variables: number): Form {
  if (variables === 1) return form;
  return i === 0 ? [...form, zero] : [zero, ...form];
}

/** ∂/∂y_i of a form of the given degree. */
function derivative(form: Form, degree: number, i: number): Form {
  if (degree <= 0) return [zero];
  if (form.length === 1) return [times(form[0], rational(degree))];
  return i === 0
    ? form.slice(0, -1).map((value, j) => times(value, rational(degree - j)))
    : form.slice(1).map((value, j) => times(value, rational(j + 1)));
}

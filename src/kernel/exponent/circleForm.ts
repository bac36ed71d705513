/**
 * Σ_n cosine_n cos 2nϑ + sine_n sin 2nϑ times R^D, D the last n, as a form in y₁ = r cos ϑ and y₂ = r sin ϑ by rising powers
 * of y₂: Σ_n Re (cosine_n − i sine_n) w^n R^{D−n} with w = (y₁ + i y₂)², R = y₁² + y₂², summed by Horner's rule.
 */
export function circleForm(cosine: readonly bigint[], sine: readonly bigint[]): bigint[] {
  const order = cosine.length - 1;
  let real = [cosine[order]];
  let imaginary = [-sine[order]];
  let binomials = [1n];
  for (let n = order - 1; n >= 0; n--) {
    [real, imaginary] = timesSquare(real, imaginary);
    binomials = timesSum(binomials);
    binomials.forEach((binomial, index) => {
      real[2 * index] += cosine[n] * binomial;
      imaginary[2 * index] -= sine[n] * binomial;
    });
  }
  return real;
}

/** (p + i q)(y₁² − y₂² + 2i y₁y₂) */
function timesSquare(p: readonly bigint[], q: readonly bigint[]): [bigint[], bigint[]] {
  const real = new Array<bigint>(p.length + 2).fill(0n);
  const imaginary = new Array<bigint>(p.length + 2).fill(0n);
  p.forEach((x, index) => {
    const y = q[index];
    real[index] += x;
    real[index + 1] -= 2n * y;
    real[index + 2] -= x;
    imaginary[index] += y;
    imaginary[index + 1] += 2n * x;
    imaginary[index + 2] -= y;
  });
  return [real, imaginary];
}

/** A form in two variables times their sum. */
export function timesSum(form: readonly bigint[]): bigint[] {
  return Array.from({ length: form.length + 1 }, (_, i) => (form[i] ?? 0n) + (form[i - 1] ?? 0n));
}

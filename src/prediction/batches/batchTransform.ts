import { atomsOf, type BatchMultiplier } from './batchMultiplier.js';

/**
 * E e^{uM} for complex u, M the multiplier of one step (characteristic function at u = it).
 *
 * With replacement it is (mean of e^{u x/B + u² v/2B²})^B. Without, it is the mean over B-subsets of the products of
 * the same factors z_i, an elementary symmetric polynomial; the mean e_b over b-subsets of the first j samples obeys
 * e_b ← (1 − b/j) e_b + (b/j) z_j e_{b−1}, a convex recursion that neither overflows nor cancels, in O(B (N − B)).
 * The shared variance multiplies by e^{u² v₀/2}.
 */
export class BatchTransform {
  /** result of the last evaluation */
  real = 0;
  imaginary = 0;
  private readonly values: Float64Array;
  private readonly variances: Float64Array;
  private readonly weights: Float64Array;
  private readonly damped: boolean;
  private readonly factorReal: Float64Array;
  private readonly factorImaginary: Float64Array;
  private readonly rotation: { readonly real: Float64Array; readonly imaginary: Float64Array; step: number };
  private readonly subsetReal: Float64Array;
  private readonly subsetImaginary: Float64Array;

  constructor(private readonly multiplier: BatchMultiplier) {
    const { batch, replacement } = multiplier;
    const samples = multiplier.values.length;
    const atoms = replacement ? atomsOf(multiplier) : null;
    const size = atoms?.length ?? samples;
    this.values = Float64Array.from(atoms?.map((atom) => atom.value) ?? multiplier.values, (x) => x / batch);
    this.variances = Float64Array.from(
      atoms?.map((atom) => atom.variance) ?? multiplier.variances,
      (v) => v / (batch * batch),
    );
    this.weights = Float64Array.from({ length: size }, (_, j) => (atoms?.[j].count ?? 1) / samples);
    this.damped = this.variances.some((v) => v > 0);
    this.factorReal = new Float64Array(size).fill(1);
    this.factorImaginary = new Float64Array(size);
    this.rotation = { real: new Float64Array(size), imaginary: new Float64Array(size), step: 0 };
    this.subsetReal = new Float64Array(replacement ? 0 : batch + 1);
    this.subsetImaginary = new Float64Array(replacement ? 0 : batch + 1);
  }

  /** E e^{u(M − centre)} at any u = re + i im. */
  evaluate(re: number, im: number, centre = 0): void {
    const shift = centre / this.multiplier.batch;
    const squareReal = (re * re - im * im) / 2;
    const squareImaginary = re * im;
    for (let j = 0; j < this.values.length; j++) {
      const size = Math.exp(re * (this.values[j] - shift) + squareReal * this.variances[j]);
      const angle = im * (this.values[j] - shift) + squareImaginary * this.variances[j];
      this.factorReal[j] = size * Math.cos(angle);
      this.factorImaginary[j] = size * Math.sin(angle);
    }
    this.combine(squareReal, squareImaginary);
  }

  /** E e^{inΔM}, for n = 1, 2, 3, … in turn: rotates the factors and evaluates them afresh every `refresh` terms. */
  evaluateMultiple(n: number, step: number): void {
    if (this.damped || n % refresh === 1) {
      this.evaluate(0, n * step);
      return;
    }
    const { factorReal, factorImaginary } = this;
    const { real, imaginary } = this.rotation;
    if (this.rotation.step !== step) {
      for (let j = 0; j < this.values.length; j++) {
        real[j] = Math.cos(step * this.values[j]);
        imaginary[j] = Math.sin(step * this.values[j]);
      }
      this.rotation.step = step;
    }
    for (let j = 0; j < real.length; j++) {
      const re = factorReal[j];
      const im = factorImaginary[j];
      factorReal[j] = re * real[j] - im * imaginary[j];
      factorImaginary[j] = re * imaginary[j] + im * real[j];
    }
    this.combine((-n * n * step * step) / 2, 0);
  }

  private combine(squareReal: number, squareImaginary: number): void {
    if (this.multiplier.replacement) this.powerOfMean();
    else this.meanOverSubsets();
    const size = Math.exp(squareReal * this.multiplier.sharedVariance);
    const angle = squareImaginary * this.multiplier.sharedVariance;
    const { real, imaginary } = this;
    this.real = size * (real * Math.cos(angle) - imaginary * Math.sin(angle));
    this.imaginary = size * (real * Math.sin(angle) + imaginary * Math.cos(angle));
  }

  private powerOfMean(): void {
    const { weights, factorReal, factorImaginary } = this;
    let real = 0;
    let imaginary = 0;
    for (let j = 0; j < weights.length; j++) {
      real += weights[j] * factorReal[j];
      imaginary += weights[j] * factorImaginary[j];
    }
    const { batch } = this.multiplier;
    const size = Math.hypot(real, imaginary) ** batch;
    const angle = batch * Math.atan2(imaginary, real);
    this.real = size * Math.cos(angle);
    this.imaginary = size * Math.sin(angle);
  }

  private meanOverSubsets(): void {
    const { subsetReal: re, subsetImaginary: im, factorReal, factorImaginary } = this;
    const { batch } = this.multiplier;
    const samples = this.values.length;
    re.fill(0);
    im.fill(0);
    re[0] = 1;
    for (let j = 1; j <= samples; j++) {
      const zReal = factorReal[j - 1];
      const zImaginary = factorImaginary[j - 1];
      // fewer than `least` of the first j samples cannot grow to B with the N − j that are left
      const least = Math.max(1, batch - (samples - j));
      for (let b = Math.min(j, batch); b >= least; b--) {
        const share = b / j;
        const real = re[b - 1] * zReal - im[b - 1] * zImaginary;
        const imaginary = re[b - 1] * zImaginary + im[b - 1] * zReal;
        re[b] = (1 - share) * re[b] + share * real;
        im[b] = (1 - share) * im[b] + share * imaginary;
      }
    }
    this.real = re[batch];
    this.imaginary = im[batch];
  }
}

/** Rounding grows by one unit in the last place a rotation; afresh after this many it stays below 1e-14. */
const refresh = 32;

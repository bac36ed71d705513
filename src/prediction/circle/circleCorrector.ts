import type { CircleOperator } from './circleOperator.js';

/** φ(ϑ) = 2 Re Σ_{n=1..N} φ_n e^{inψ}, ψ = 2ϑ: the real and imaginary parts of φ_1 … φ_N. */
export interface FourierCorrector {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/**
 * Solves the backward equation Q + 𝓛φ = λ_N in the modes 1 … N (theory §4.3).
 *
 * Row n of 𝓛φ is −(n−2)(n−1) ḡ₂ φ_{n−2} − ((n−1) ḡ₁ + (n−1)² σ̄₁) φ_{n−1} + (2in Im g₀ − 2n²σ₀) φ_n
 * + ((n+1) g₁ − (n+1)² σ₁) φ_{n+1} − (n+2)(n+1) g₂ φ_{n+2}: because b and s share their second harmonic, no conjugate of φ
 * enters, and the system is complex pentadiagonal. Gaussian elimination with partial pivoting, O(N) time and memory.
 * Entries are not finite when the truncated system is singular.
 */
export function solveCircleCorrector(operator: CircleOperator<number>, modes: number): FourierCorrector {
  const upper = new Float64Array(modes * rowLength);
  const window = new Float64Array(3 * rowLength);
  const offsets = [0, rowLength, 2 * rowLength];
  for (let i = 0; i < 3; i++) loadRow(operator, modes, i + 1, 1, window, offsets[i]);
  for (let column = 1; column <= modes; column++) {
    choosePivot(window, offsets);
    const [pivot, second, third] = offsets;
    const target = (column - 1) * rowLength;
    for (let i = 0; i < rowLength; i++) upper[target + i] = window[pivot + i];
    eliminate(window, pivot, second);
    eliminate(window, pivot, third);
    loadRow(operator, modes, column + 3, column + 1, window, pivot);
    offsets[0] = second;
    offsets[1] = third;
    offsets[2] = pivot;
  }
  return backSubstitute(upper, modes);
}

/** Five complex entries from the current column on, then the complex right-hand side. */
const rowLength = 12;

/** Writes row n of the system, whose first kept column is `column` (n − 2 for n ≥ 3); zero beyond the truncation. */
function loadRow(
  operator: CircleOperator<number>,
  modes: number,
  n: number,
  column: number,
  window: Float64Array,
  offset: number,
): void {
  for (let i = 0; i < rowLength; i++) window[offset + i] = 0;
  if (n > modes) return;
  for (let m = Math.max(column, n - 2); m <= Math.min(n + 2, modes); m++) {
    writeEntry(operator, n, m, window, offset + 2 * (m - column));
  }
  if (n > 2) return;
  const source = n === 1 ? operator.g1 : operator.g2;
  window[offset + 10] = -source[0] / 2;
  window[offset + 11] = source[1] / 2;
}

/** Writes the real and the imaginary part of what mode m of φ adds to mode n of 𝓛φ, |m − n| ≤ 2, to `out` at `at`. */
export function writeEntry(
  { g0, g1, g2, s0, s1 }: CircleOperator<number>,
  n: number,
  m: number,
  out: Float64Array,
  at: number,
): void {
  const square = m * m;
  switch (m - n) {
    case -2:
      out[at] = -(square + m) * g2[0];
      out[at + 1] = (square + m) * g2[1];
      return;
    case -1:
      out[at] = -(m * g1[0] + square * s1[0]);
      out[at + 1] = m * g1[1] + square * s1[1];
      return;
    case 0:
      out[at] = -2 * square * s0;
      out[at + 1] = 2 * m * g0[1];
      return;
    case 1:
      out[at] = m * g1[0] - square * s1[0];
      out[at + 1] = m * g1[1] - square * s1[1];
      return;
    default:
      out[at] = (m - square) * g2[0];
      out[at + 1] = (m - square) * g2[1];
  }
}

function choosePivot(window: Float64Array, offsets: number[]): void {
  let best = 0;
  let size = -1;
  for (let i = 0; i < 3; i++) {
    const candidate = Math.abs(window[offsets[i]]) + Math.abs(window[offsets[i] + 1]);
    if (candidate > size) {
      best = i;
      size = candidate;
    }
  }
  const chosen = offsets[best];
  offsets[best] = offsets[0];
  offsets[0] = chosen;
}

/** Subtracts a multiple of the pivot row so that the first entry vanishes, and shifts the row to the next column. */
function eliminate(window: Float64Array, pivot: number, row: number): void {
  const pr = window[pivot];
  const pi = window[pivot + 1];
  const ar = window[row];
  const ai = window[row + 1];
  let fr = 0;
  let fi = 0;
  if (ar !== 0 || ai !== 0) {
    const size = pr * pr + pi * pi;
    fr = (ar * pr + ai * pi) / size;
    fi = (ai * pr - ar * pi) / size;
  }
  for (let i = 2; i < 10; i += 2) {
    const ur = window[pivot + i];
    const ui = window[pivot + i + 1];
    window[row + i - 2] = window[row + i] - (fr * ur - fi * ui);
    window[row + i - 1] = window[row + i + 1] - (fr * ui + fi * ur);
  }
  window[row + 8] = 0;
  window[row + 9] = 0;
  const rr = window[pivot + 10];
  const ri = window[pivot + 11];
  window[row + 10] -= fr * rr - fi * ri;
  window[row + 11] -= fr * ri + fi * rr;
}

function backSubstitute(upper: Float64Array, modes: number): FourierCorrector {
  const real = new Float64Array(modes);
  const imaginary = new Float64Array(modes);
  for (let column = modes; column >= 1; column--) {
    const at = (column - 1) * rowLength;
    let xr = upper[at + 10];
    let xi = upper[at + 11];
    for (let i = 1; i < 5 && column + i <= modes; i++) {
      const ur = upper[at + 2 * i];
      const ui = upper[at + 2 * i + 1];
      const vr = real[column + i - 1];
      const vi = imaginary[column + i - 1];
      xr -= ur * vr - ui * vi;
      xi -= ur * vi + ui * vr;
    }
    const pr = upper[at];
    const pi = upper[at + 1];
    const size = pr * pr + pi * pi;
    real[column - 1] = (xr * pr + xi * pi) / size;
    imaginary[column - 1] = (xi * pr - xr * pi) / size;
  }
  return { real, imaginary };
}

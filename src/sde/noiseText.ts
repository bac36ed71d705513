/** Statements that turn the columns of the noise into `noise0`, `noise1`, …, one a coordinate. */
export interface NoiseText {
  /** before the loop over the samples */
  readonly declare: readonly string[];
  /** inside the loop: columns at the sample, noises × coordinates; empty for noise that knows no sample */
  accumulate(columns: readonly (readonly string[])[]): string[];
  /** after the loop: columns of noise that knows no sample, noises × coordinates; else empty */
  finish(columns: readonly (readonly string[])[]): string[];
}

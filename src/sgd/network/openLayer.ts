/** A layer with room for the batches of one size. */
export interface OpenLayer {
  /** batch × outputs, what the last call of `forward` gave */
  readonly outputs: Float64Array;
  /** `x`: batch × inputs, which must stay as it is until `backward` */
  forward(x: Float64Array, weights: Float64Array): void;
  /**
   * From the slopes of the loss in the outputs (batch × outputs) those in the weights, written to `gradient`, and those in
   * the inputs, returned; the latter are left out unless wanted.
   */
  backward(slope: Float64Array, weights: Float64Array, gradient: Float64Array, wantsInputs: boolean): Float64Array;
}

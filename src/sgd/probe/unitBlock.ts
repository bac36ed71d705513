import { activate, derivativesAt } from '../network/activation.js';
import type { DenseLayer, Layer } from '../network/layer.js';
import { weightCount } from '../network/layer.js';
import { type OpenNetwork, openNetwork } from '../network/network.js';
import type { Weights } from '../network/trainNetwork.js';
import type { Units } from '../network/units.js';
import type { UnitHessians } from './unitHessians.js';
import { baseOn, type UnitSet } from './unitSet.js';

/** Reads the blocks of a layer's sets off batches of one size. */
export class LayerBlocks {
  private readonly own: DenseLayer;
  private readonly next: DenseLayer;
  private readonly tail: OpenNetwork;
  private readonly tailWeights: (weights: Weights) => Weights;
  private readonly x: Float64Array;
  private readonly sums: Float64Array;
  private readonly moved: Float64Array;
  private readonly slopes: Float64Array;
  private hidden: Float64Array = new Float64Array(0);

  /** `layers[at]` and the one behind it are dense. */
  constructor(
    layers: readonly Layer[],
    private readonly at: number,
    private readonly batch: number,
  ) {
    this.own = layers[at] as DenseLayer;
    this.next = layers[at + 1] as DenseLayer;
    const behind = layers.slice(at + 2);
    this.tail = openNetwork(behind, batch, behind.map(weightCount));
    this.tailWeights = (weights) => weights.slice(at + 2);
    this.x = new Float64Array(batch * (this.own.inputs + (this.own.bias ? 1 : 0))).fill(1);
    this.sums = new Float64Array(batch * this.next.outputs);
    this.moved = new Float64Array(this.sums.length);
    this.slopes = new Float64Array(this.sums.length);
  }

  /** Takes in a batch: what goes into the layer and what comes out, batch × inputs and batch × units, kept. */
  read(inputs: Float64Array, outputs: Float64Array, weights: Weights): void {
    const { own, next, batch, at, x, sums } = this;
    const width = x.length / batch;
    const matrix = weights[at + 1];
    this.hidden = outputs;
    for (let b = 0; b < batch; b++) {
      x.set(inputs.subarray(b * own.inputs, (b + 1) * own.inputs), b * width);
      for (let o = 0; o < next.outputs; o++) {
        let sum = next.bias ? matrix[own.outputs * next.outputs + o] : 0;
        for (let j = 0; j < own.outputs; j++) sum += outputs[b * own.outputs + j] * matrix[j * next.outputs + o];
        sums[b * next.outputs + o] = sum;
      }
    }
  }

  /**
   * The block of a set for the batch read last, with the unit put on the set and the other weights as they are;
   * `slopesOf`: slopes of the samples' losses in the network's outputs. Its arrays but x are new.
   */
  blockOf(
    set: UnitSet,
    units: Units,
    weights: Weights,
    slopesOf: (outputs: Float64Array) => Float64Array,
  ): UnitHessians {
    const { own, next, batch, x, sums, moved, slopes, tail } = this;
    const inputs = x.length / batch;
    const outputs = next.outputs;
    const base = baseOn(units, set);
    moved.set(sums);
    const members = set.kind === 'vanishing' ? [set.unit] : [set.unit, set.twin];
    const matrix = weights[this.at + 1];
    for (const unit of members) {
      for (let b = 0; b < batch; b++) {
        const sent = this.hidden[b * own.outputs + unit];
        for (let o = 0; o < outputs; o++) moved[b * outputs + o] -= sent * matrix[unit * outputs + o];
      }
    }
    const { sum, slope } = this.addUnits(base, members.length);
    activate(next.activation, moved, slopes);
    const delta = Float64Array.from(
      tail.backwardToInputs(slopesOf(tail.forward(moved, this.tailWeights(weights))), this.tailWeights(weights)),
    );
    for (let i = 0; i < delta.length; i++) delta[i] *= slopes[i];
    const bend = sum.map((z, b) => {
      let along = 0;
      for (let o = 0; o < outputs; o++) along += delta[b * outputs + o] * base[inputs + o];
      return along === 0 ? 0 : along * derivativesAt(own.activation, z)[1];
    });
    return { inputs, outputs, count: batch, x, delta, slope, bend };
  }

  /** Adds what so many equal units send on to the sums; returns their own sums and σ' there. */
  private addUnits(vector: Float64Array, count: number) {
    const { x, moved, next, own, batch } = this;
    const inputs = x.length / batch;
    const sum = new Float64Array(batch);
    for (let b = 0; b < batch; b++) for (let i = 0; i < inputs; i++) sum[b] += x[b * inputs + i] * vector[i];
    const value = Float64Array.from(sum);
    const slope = new Float64Array(batch);
    activate(own.activation, value, slope);
    for (let b = 0; b < batch; b++) {
      for (let o = 0; o < next.outputs; o++) moved[b * next.outputs + o] += count * value[b] * vector[inputs + o];
    }
    return { sum, slope };
  }
}

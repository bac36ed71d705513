import type { Activation } from './activation.js';

/** A layer of a network; images are rows × columns × channels, the channel counting fastest. */
export type Layer = DenseLayer | ConvolutionLayer | MeanPoolLayer | ResidualLayer;

/** y = activation(x W + b); W is inputs × outputs. */
export interface DenseLayer {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
  readonly bias: boolean;
  readonly activation: Activation;
}

/** A 3 × 3 convolution, zeros around the image; its kernel is (row, column, channel) × filters. */
export interface ConvolutionLayer {
  readonly kind: 'convolution';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly bias: boolean;
  readonly activation: Activation;
}

/** Means over 2 × 2 patches; height and width are even. */
export interface MeanPoolLayer {
  readonly kind: 'meanPool';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** y = activation(x + what layer `from` gave), an image of as many pixels whose `fromChannels` are the first of x's. */
export interface ResidualLayer {
  readonly kind: 'residual';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly from: number;
  readonly fromChannels: number;
  readonly activation: Activation;
}

/** Rows and columns of a convolution's kernel. */
export const kernelSize = 3;

/** Numbers that a layer takes, and gives, for one sample. */
export function sizesOf(layer: Layer): { readonly inputs: number; readonly outputs: number } {
  switch (layer.kind) {
    case 'dense':
      return layer;
    case 'convolution': {
      const pixels = layer.height * layer.width;
      return { inputs: pixels * layer.channels, outputs: pixels * layer.filters };
    }
    case 'meanPool': {
      const inputs = layer.height * layer.width * layer.channels;
      return { inputs, outputs: inputs / 4 };
    }
    case 'residual': {
      const size = layer.height * layer.width * layer.channels;
      return { inputs: size, outputs: size };
    }
  }
}

/** The shape of a layer's matrix, inputs of a unit × units, and whether units have a bias; null without weights. */
export function matrixOf(
  layer: Layer,
): { readonly rows: number; readonly units: number; readonly bias: boolean } | null {
  switch (layer.kind) {
    case 'dense':
      return { rows: layer.inputs, units: layer.outputs, bias: layer.bias };
    case 'convolution':
      return { rows: kernelSize ** 2 * layer.channels, units: layer.filters, bias: layer.bias };
    case 'meanPool':
    case 'residual':
      return null;
  }
}

/** Numbers in a layer's weights: its matrix, row after row, then its biases. */
export function weightCount(layer: Layer): number {
  const matrix = matrixOf(layer);
  return matrix === null ? 0 : (matrix.rows + (matrix.bias ? 1 : 0)) * matrix.units;
}

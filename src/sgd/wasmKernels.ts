import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { KernelConfig, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';

/** What the kernels here use of the WebAssembly backend. */
interface Heap {
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
  disposeData(dataId: object): boolean;
}

type Inputs = Readonly<Record<string, TensorInfo>>;
type Call = (inputs: Inputs, attributes: Record<string, unknown>, heap: Heap) => TensorInfo;

/**
 * Gives the WebAssembly backend the kernels of gradients that it lacks (Conv2DBackpropFilter, UnsortedSegmentSum), has wrong
 * (MaxPoolGrad routes a window of negative values to its first entry) or slow (products of transposed matrices). Once for a
 * library; its other backends are left alone.
 */
export function completeWasmKernels(tf: typeof TensorFlow): void {
  if (completed.has(tf.registerKernel)) return;
  completed.add(tf.registerKernel);
  const kernel = (name: string): Call => {
    const { kernelFunc } = tf.getKernel(name, 'wasm');
    return (inputs, attrs, heap) =>
      kernelFunc({ inputs, attrs: attrs as unknown as NamedAttrMap, backend: heap }) as TensorInfo;
  };
  const [multiply, transpose, reshape] = ['BatchMatMul', 'Transpose', 'Reshape'].map(kernel);
  const set = (name: string, call: Call): void => {
    if (tf.getKernel(name, 'wasm') !== undefined) tf.unregisterKernel(name, 'wasm');
    const kernelFunc: KernelConfig['kernelFunc'] = ({ inputs, attrs, backend }) =>
      call(inputs as Inputs, (attrs ?? {}) as Record<string, unknown>, backend as Heap);
    tf.registerKernel({ kernelName: name, backendName: 'wasm', kernelFunc });
  };
  const plainProduct: Call = (inputs, _, heap) => multiply(inputs, { transposeA: false, transposeB: false }, heap);
  set('BatchMatMul', ({ a, b }, { transposeA, transposeB }, heap) => {
    const turned = (one: TensorInfo, isTurned: unknown): TensorInfo => {
      const axes = one.shape.map((_, axis) => axis);
      const perm = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
      return isTurned ? transpose({ x: one }, { perm }, heap) : one;
    };
    const [left, right] = [turned(a, transposeA), turned(b, transposeB)];
    const result = plainProduct({ a: left, b: right }, {}, heap);
    for (const [one, given] of [
      [left, a],
      [right, b],
    ])
      if (one !== given) heap.disposeData(one.dataId);
    return result;
  });
  set('Conv2DBackpropFilter', ({ x, dy }, attributes, heap) => {
    const { strides, pad, filterShape, dimRoundingMode } = attributes as unknown as ConvolutionAttributes;
    const shape = x.shape as [number, number, number, number];
    const geometry = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
    const places = geometry.batchSize * geometry.outHeight * geometry.outWidth;
    const rows = geometry.filterHeight * geometry.filterWidth * geometry.inChannels;
    const patches = heap.makeOutput([1, rows, places], 'float32');
    writePatches(geometry, heap.typedArrayFromHeap(x), heap.typedArrayFromHeap(patches));
    const slopes = reshape({ x: dy }, { shape: [1, places, geometry.outChannels] }, heap);
    const product = plainProduct({ a: patches, b: slopes }, {}, heap);
    heap.disposeData(patches.dataId);
    heap.disposeData(slopes.dataId);
    return { ...product, shape: [...filterShape] };
  });
  set('MaxPoolGrad', ({ dy, input }, attributes, heap) => {
    const { filterSize, strides, pad, dimRoundingMode } = attributes as unknown as PoolAttributes;
    const shape = input.shape as [number, number, number, number];
    const geometry = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const out = heap.makeOutput(shape, 'float32');
    routeToLargest(geometry, [input, dy, out].map((one) => heap.typedArrayFromHeap(one)) as [Values, Values, Values]);
    return out;
  });
  set('UnsortedSegmentSum', ({ x, segmentIds }, { numSegments }, heap) => {
    const width = x.shape.slice(segmentIds.shape.length).reduce((size, one) => size * one, 1);
    const out = heap.makeOutput([numSegments as number, ...x.shape.slice(segmentIds.shape.length)], 'float32');
    const [values, sums] = [x, out].map((one) => heap.typedArrayFromHeap(one));
    const ids = heap.typedArrayFromHeap(segmentIds);
    sums.fill(0);
    for (let i = 0; i < ids.length; i++) {
      if (ids[i] < 0) continue;
      for (let j = 0; j < width; j++) sums[ids[i] * width + j] += values[i * width + j];
    }
    return out;
  });
}

const completed = new WeakSet<object>();

type Values = Float32Array;

interface ConvolutionAttributes {
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same';
  readonly filterShape: [number, number, number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

interface PoolAttributes {
  readonly filterSize: [number, number];
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Geometry = TensorFlow.backend_util.Conv2DInfo;

/** What each weight of a filter meets, weights × places; 0 beyond the border. */
function writePatches(geometry: Geometry, x: Values, out: Values): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = geometry;
  const places = batchSize * outHeight * outWidth;
  let row = 0;
  for (let dy = 0; dy < geometry.filterHeight; dy++) {
    for (let dx = 0; dx < geometry.filterWidth; dx++) {
      for (let c = 0; c < inChannels; c++, row++) {
        let at = row * places;
        for (let n = 0; n < batchSize; n++) {
          for (let oy = 0; oy < outHeight; oy++) {
            const y = oy * geometry.strideHeight + dy - padInfo.top;
            const line = ((n * inHeight + y) * inWidth - padInfo.left + dx) * inChannels + c;
            for (let ox = 0; ox < outWidth; ox++) {
              const column = ox * geometry.strideWidth + dx - padInfo.left;
              const isInside = y >= 0 && y < inHeight && column >= 0 && column < inWidth;
              out[at++] = isInside ? x[line + ox * geometry.strideWidth * inChannels] : 0;
            }
          }
        }
      }
    }
  }
}

/** Adds every slope to the first of the largest values of its window. */
function routeToLargest(geometry: Geometry, [x, slopes, out]: readonly [Values, Values, Values]): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = geometry;
  out.fill(0);
  let at = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        for (let c = 0; c < inChannels; c++, at++) {
          let best = -1;
          for (let dy = 0; dy < geometry.effectiveFilterHeight; dy++) {
            const y = oy * geometry.strideHeight + dy - padInfo.top;
            if (y < 0 || y >= inHeight) continue;
            for (let dx = 0; dx < geometry.effectiveFilterWidth; dx++) {
              const column = ox * geometry.strideWidth + dx - padInfo.left;
              if (column < 0 || column >= inWidth) continue;
              const place = ((n * inHeight + y) * inWidth + column) * inChannels + c;
              if (best < 0 || x[place] > x[best]) best = place;
            }
          }
          out[best] += slopes[at];
        }
      }
    }
  }
}

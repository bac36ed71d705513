import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { InputError } from '../arithmetic/inputError.js';
import type { Evidence } from '../model/evidence.js';
import type { BackendChoice } from './backendChoice.js';
import { nativeCache, nativeEntry } from './nativeCache.js';
import { completeWasmKernels } from './wasmKernels.js';

/** A TensorFlow.js library with its backend chosen; everything in this folder takes it as an argument. */
export interface Backend {
  readonly name: Exclude<Evidence['backend'], 'float64'>;
  readonly tf: typeof TensorFlow;
  /** one line on how to get a faster backend, or null */
  readonly advice: string | null;
}

/**
 * Opens a TensorFlow.js backend: `auto` is the native one where it is usable, else WebAssembly, else plain JavaScript.
 *
 * Usable means that the package loads and runs one operation. Throws InputError when the backend that was asked for is
 * not usable here.
 */
export async function openBackend(choice: BackendChoice): Promise<Backend> {
  if (choice === 'auto') {
    const native = await opened(openNative);
    if (native !== null) return native;
    const other = (await opened(openWasm)) ?? (await openCpu());
    return { ...other, advice: nativeAdvice };
  }
  const open = { native: openNative, wasm: openWasm, cpu: openCpu }[choice];
  const backend = await opened(open);
  if (backend !== null) return backend;
  const expected = choice === 'native' ? `${nativeAdvice}; or --backend wasm` : '--backend auto or cpu';
  throw new InputError('--backend', `the ${choice} backend of TensorFlow.js is not usable here`, expected);
}

const nativeAdvice = 'for the native backend of TensorFlow.js: npm run setup:native in a checkout of collapse-verifier';

async function opened(open: () => Promise<Backend>): Promise<Backend | null> {
  try {
    const backend = await open();
    return runsOneOperation(backend) ? backend : null;
  } catch {
    return null;
  }
}

function runsOneOperation({ tf }: Backend): boolean {
  return tf.tidy(() => tf.add(tf.scalar(1), tf.scalar(2)).dataSync()[0]) === 3;
}

/** The name is no literal: the package is optional, and a checkout without it must compile and bundle. */
const nativePackage: string = '@tensorflow/tfjs-node';

async function openNative(): Promise<Backend> {
  // TensorFlow.js calls what Node 23 no longer has, and of which Node 22 warns
  (util as { isNullOrUndefined?: (value: unknown) => boolean }).isNullOrUndefined = (value) => value == null;
  // one thread is faster on small models, and processes use the other cores
  process.env.TF_NUM_INTRAOP_THREADS ??= '1';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
  const built = nativeEntry(nativeCache());
  const tf = load(existsSync(built) ? built : nativePackage) as typeof TensorFlow;
  await tf.setBackend('tensorflow');
  return { name: 'tfjs-node', tf, advice: null };
}

/** What every Node that this package runs on loads. */
const wasmFile = 'tfjs-backend-wasm-simd.wasm';

/** The packages are CommonJS: `import` looks through their text for names, five times as long as it takes to load them. */
const load = createRequire(import.meta.url);

async function openWasm(): Promise<Backend> {
  const tf = coreWithGradients();
  const entry = load.resolve('@tensorflow/tfjs-backend-wasm');
  // without the file the package prints what went wrong inside it, and a command is to say what to do
  if (!existsSync(join(dirname(entry), wasmFile))) throw new Error(`${wasmFile} is missing`);
  load(entry);
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend did not start');
  completeWasmKernels(tf);
  return { name: 'tfjs-wasm', tf, advice: null };
}

async function openCpu(): Promise<Backend> {
  const tf = coreWithGradients();
  load('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return { name: 'tfjs-cpu', tf, advice: null };
}

/** Under Node the core alone knows no gradients: loading the layers registers them. */
function coreWithGradients(): typeof TensorFlow {
  load('@tensorflow/tfjs-layers');
  const tf = load('@tensorflow/tfjs-core') as typeof TensorFlow;
  // no banner, and no warning for each kernel that two backends share
  tf.env().set('PROD', true);
  return tf;
}

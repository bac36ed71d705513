import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import { readLayersModel } from '../sgd/weights/readLayersModel.js';
import { readNpz } from '../sgd/weights/readNpz.js';
import { readSafetensors } from '../sgd/weights/readSafetensors.js';
import type { Tensor } from '../sgd/weights/tensor.js';
import type { Layout } from '../sgd/weights/weightedLayer.js';
import { reasonOf } from './locate.js';

/** The index that counts units where nothing is said: PyTorch's in .safetensors, TensorFlow's elsewhere. */
export function layoutOf(file: string): Layout {
  return extname(file).toLowerCase() === '.safetensors' ? 'units-first' : 'units-last';
}

/** The tensors of a file of weights, in the format that its ending tells. Throws InputError. */
export function tensorsIn(file: string): Tensor[] {
  const read = (name: string): Uint8Array => {
    try {
      return readFileSync(name);
    } catch (error) {
      throw new InputError(name, `the file cannot be read (${reasonOf(error)})`, 'weights of a network');
    }
  };
  switch (extname(file).toLowerCase()) {
    case '.npz':
      return readNpz(read(file), file);
    case '.safetensors':
      return readSafetensors(read(file), file);
    case '.json': {
      const text = new TextDecoder().decode(read(file));
      return readLayersModel(text, file, (name) => read(join(dirname(file), name)));
    }
    default:
      throw new InputError(file, 'its ending tells no format', '.npz, .safetensors, or model.json of TensorFlow.js');
  }
}

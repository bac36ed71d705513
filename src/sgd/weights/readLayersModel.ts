import { z } from 'zod';
import { InputError } from '../../arithmetic/inputError.js';
import { bytesOf, type NumberType, numbersFrom, type Tensor } from './tensor.js';

const manifest = z.object({
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.int().nonnegative()),
          dtype: z.string(),
          quantization: z.unknown().optional(),
        }),
      ),
    }),
  ),
});

/**
 * The weights of a TensorFlow.js layers model, from the text of its model.json; `readFile` reads a file of weights named
 * there. Throws InputError.
 */
export function readLayersModel(text: string, where: string, readFile: (name: string) => Uint8Array): Tensor[] {
  const refuse = (what: string): InputError =>
    new InputError(where, what, 'model.json of a TensorFlow.js layers model');
  let parsed: z.infer<typeof manifest>;
  try {
    parsed = manifest.parse(JSON.parse(text));
  } catch {
    throw refuse('no weights are named');
  }
  return parsed.weightsManifest.flatMap(({ paths, weights }) => {
    const parts = paths.map(readFile);
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let filled = 0;
    for (const part of parts) {
      bytes.set(part, filled);
      filled += part.length;
    }
    let at = 0;
    return weights.map(({ name, shape, dtype, quantization }) => {
      const type = types[dtype];
      if (type === undefined || quantization !== undefined)
        throw refuse(`${name} is quantised, or of the kind ${dtype}`);
      const count = shape.reduce((product, size) => product * size, 1);
      if (at + count * bytesOf[type] > bytes.length) throw refuse(`the weights end before ${name} does`);
      const values = numbersFrom(bytes, at, type, count);
      at += count * bytesOf[type];
      return { name, shape, values };
    });
  });
}

const types: Readonly<Record<string, NumberType | undefined>> = {
  float32: 'f32',
  int32: 'i32',
  bool: 'u8',
  uint8: 'u8',
};

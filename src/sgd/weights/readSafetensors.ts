import { z } from 'zod';
import { InputError } from '../../arithmetic/inputError.js';
import { bytesOf, type NumberType, numbersFrom, type Tensor } from './tensor.js';

const entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

/** The tensors of a safetensors file, in the order of their bytes. Throws InputError. */
export function readSafetensors(bytes: Uint8Array, where: string): Tensor[] {
  const refuse = (what: string): InputError => new InputError(where, what, 'a safetensors file');
  if (bytes.length < 8) throw refuse('the file is shorter than its header');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (!(8 + length <= bytes.length)) throw refuse('the header is longer than the file');
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  } catch {
    throw refuse('the header is no JSON');
  }
  const named = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const read = named.map(([name, value]) => {
    const parsed = entry.safeParse(value);
    const type = parsed.success ? types[parsed.data.dtype] : undefined;
    if (!parsed.success || type === undefined) throw refuse(`the tensor ${name} is of no known kind`);
    const {
      shape,
      data_offsets: [begin, end],
    } = parsed.data;
    const count = shape.reduce((product, size) => product * size, 1);
    if (end - begin !== count * bytesOf[type] || 8 + length + end > bytes.length) {
      throw refuse(`the tensor ${name} does not fill its bytes`);
    }
    return { begin, tensor: { name, shape, values: numbersFrom(bytes, 8 + length + begin, type, count) } };
  });
  return read.sort((a, b) => a.begin - b.begin).map(({ tensor }) => tensor);
}

const types: Readonly<Record<string, NumberType | undefined>> = {
  F64: 'f64',
  F32: 'f32',
  F16: 'f16',
  BF16: 'bf16',
  I64: 'i64',
  I32: 'i32',
  I16: 'i16',
  I8: 'i8',
  U8: 'u8',
};

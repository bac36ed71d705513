import { unzipSync } from 'fflate';
import { InputError } from '../../arithmetic/inputError.js';
import { bytesOf, type NumberType, numbersFrom, type Tensor } from './tensor.js';

/** The arrays of a NumPy archive, as savez and savez_compressed write them, in their order. Throws InputError. */
export function readNpz(bytes: Uint8Array, where: string): Tensor[] {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch {
    throw new InputError(where, 'no zip archive', 'what numpy.savez writes');
  }
  return Object.entries(files).map(([name, file]) => ({
    name: name.replace(/\.npy$/, ''),
    ...readNpy(file, `${where}: ${name}`),
  }));
}

/** One array as numpy.save writes it. Throws InputError. */
export function readNpy(bytes: Uint8Array, where: string): Omit<Tensor, 'name'> {
  const refuse = (what: string): InputError =>
    new InputError(where, what, 'an array of real numbers as numpy.save writes it');
  if (new TextDecoder('latin1').decode(bytes.subarray(1, 6)) !== 'NUMPY') throw refuse('no array of NumPy');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = bytes[6] > 1;
  const begin = isLong ? 12 : 10;
  const end = begin + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder('latin1').decode(bytes.subarray(begin, end));
  const type = types[/'descr': '([^']+)'/.exec(header)?.[1] ?? ''];
  const shapeText = /'shape': \(([^)]*)\)/.exec(header)?.[1];
  if (type === undefined || shapeText === undefined) throw refuse(`the header says ${header.trim()}`);
  const shape = shapeText
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  if (bytes.length < end + count * bytesOf[type]) throw refuse('the file ends before the array does');
  const values = numbersFrom(bytes, end, type, count);
  return { shape, values: header.includes("'fortran_order': True") ? rowsFirst(values, shape) : values };
}

const types: Readonly<Record<string, NumberType | undefined>> = {
  '<f8': 'f64',
  '<f4': 'f32',
  '<f2': 'f16',
  '<i8': 'i64',
  '<i4': 'i32',
  '<i2': 'i16',
  '|i1': 'i8',
  '|u1': 'u8',
};

/** The same array with its last index counting fastest, in place of the first. */
function rowsFirst(values: Float64Array, shape: readonly number[]): Float64Array {
  const index = shape.map(() => 0);
  return values.map(() => {
    const place = index.reduceRight((sum, i, axis) => sum * shape[axis] + i, 0);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
    return values[place];
  });
}

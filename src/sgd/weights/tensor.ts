/** Numbers with a name and a shape, the last index counting fastest. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** How bytes, little endian, stand for numbers. */
export type NumberType = 'f64' | 'f32' | 'f16' | 'bf16' | 'i64' | 'i32' | 'i16' | 'i8' | 'u8';

/** Bytes that one number takes. */
export const bytesOf: Readonly<Record<NumberType, number>> = {
  f64: 8,
  f32: 4,
  f16: 2,
  bf16: 2,
  i64: 8,
  i32: 4,
  i16: 2,
  i8: 1,
  u8: 1,
};

/** The numbers in `count` entries of a type from a byte on. Throws RangeError beyond the end. */
export function numbersFrom(bytes: Uint8Array, at: number, type: NumberType, count: number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read: Readonly<Record<NumberType, (place: number) => number>> = {
    f64: (place) => view.getFloat64(place, true),
    f32: (place) => view.getFloat32(place, true),
    f16: (place) => halfPrecision(view.getUint16(place, true)),
    bf16: (place) => upperHalf(view.getUint16(place, true)),
    i64: (place) => Number(view.getBigInt64(place, true)),
    i32: (place) => view.getInt32(place, true),
    i16: (place) => view.getInt16(place, true),
    i8: (place) => view.getInt8(place),
    u8: (place) => view.getUint8(place),
  };
  const size = bytesOf[type];
  const one = read[type];
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = one(at + i * size);
  return values;
}

function halfPrecision(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits >> 15 === 0 ? 1 : -1;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function upperHalf(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}

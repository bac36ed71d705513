import { zipSync } from 'fflate';

/** An archive as numpy.savez writes it, of doubles. */
export function npz(
  arrays: Readonly<Record<string, { shape: readonly number[]; values: ArrayLike<number> }>>,
): Uint8Array {
  const files = Object.entries(arrays).map(([name, { shape, values }]) => {
    const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
    const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
    const header = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
    const bytes = new Uint8Array(10 + header.length + 8 * values.length);
    bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
    const view = new DataView(bytes.buffer);
    view.setUint16(8, header.length, true);
    bytes.set(new TextEncoder().encode(header), 10);
    for (let i = 0; i < values.length; i++) view.setFloat64(10 + header.length + 8 * i, values[i], true);
    return [`${name}.npy`, bytes] as const;
  });
  // the same bytes whenever it is written
  return zipSync(Object.fromEntries(files), { mtime: '1980-01-01' });
}

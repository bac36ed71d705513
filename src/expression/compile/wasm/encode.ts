/** Bytes of WebAssembly code; an expression leaves one value, a statement none. */
export type Code = readonly number[];

/** The types of values: whole numbers of 32 and 64 bits, doubles, and vectors of 128 bits. */
export const valueType = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;

/** One function of a module, called by others by its number. */
export interface WasmFunction {
  /** that it is exported by */
  readonly name: string;
  readonly parameters: readonly (keyof typeof valueType)[];
  /** none where left out */
  readonly result?: keyof typeof valueType;
  /** its locals beyond the parameters */
  readonly locals: readonly (keyof typeof valueType)[];
  readonly body: Code;
}

/**
 * The bytes of a module that imports one memory, `env.memory` of at least `pages` pages of 64 KiB, and exports
 * functions; `data` are put at the beginning of the memory (WebAssembly core specification 2.0, §5).
 */
export function encodeModule(
  pages: number,
  functions: readonly WasmFunction[],
  data: BigUint64Array = new BigUint64Array(),
): Uint8Array {
  const listed = (types: readonly (keyof typeof valueType)[]): number[] =>
    vector(types.map((type) => [valueType[type]]));
  const types = functions.map(({ parameters, result }) => [
    0x60,
    ...listed(parameters),
    ...listed(result === undefined ? [] : [result]),
  ]);
  const memory = [...text('env'), ...text('memory'), 0x02, 0x00, ...unsigned(pages)];
  const exported = functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]);
  const codes = functions.map(({ locals, body }) => sized([...runs(locals), ...body, 0x0b]));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [memory]),
    ...section(
      3,
      functions.map((_, i) => unsigned(i)),
    ),
    ...section(7, exported),
    ...section(10, codes),
    ...section(11, [[0x00, 0x41, 0x00, 0x0b, ...sized([...new Uint8Array(data.buffer)])]]),
  ]);
}

/** A whole number from 0 upward in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

/** A whole number with its sign in LEB128. */
export function signed(value: number | bigint): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    const low = Number(rest & 0x7fn);
    if (rest >> 6n === 0n || rest >> 6n === -1n) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

function section(id: number, entries: readonly Code[]): number[] {
  return [id, ...sized(vector(entries))];
}

function vector(entries: readonly Code[]): number[] {
  return [...unsigned(entries.length), ...entries.flat()];
}

function sized(bytes: Code): number[] {
  return unsigned(bytes.length).concat(bytes as number[]);
}

function text(name: string): number[] {
  return vector(Array.from(name, (letter) => [letter.charCodeAt(0)]));
}

/** Locals are declared as runs of one type. */
function runs(locals: WasmFunction['locals']): number[] {
  const found: { count: number; type: keyof typeof valueType }[] = [];
  for (const type of locals) {
    const last = found.at(-1);
    if (last?.type === type) last.count++;
    else found.push({ count: 1, type });
  }
  return vector(found.map(({ count, type }) => [...unsigned(count), valueType[type]]));
}

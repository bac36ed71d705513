import { describe, expect, it } from 'vitest';
import { minus, type Rational, rational, toNumber } from '../../../src/arithmetic/rational.js';
import { Body, constantBytes, local } from '../../../src/expression/compile/wasm/body.js';
import { encodeModule } from '../../../src/expression/compile/wasm/encode.js';
import { power } from '../../../src/expression/compile/wasm/power.js';
import { memory } from '../../../src/expression/compile/wasm/vector.js';
import { vectorFunctions } from '../../../src/expression/compile/wasm/vectorFunctions.js';
import { encloseExpression } from '../../../src/expression/evaluation/enclose.js';
import { functions } from '../../../src/expression/functions/functions.js';
import type { FunctionName } from '../../../src/expression/syntax/functionName.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { randomStream } from '../../../src/numeric/random.js';

/** The kernel's function of one double, or of two. */
function compiled(name: FunctionName | 'power'): (x: number, y?: number) => number {
  const body = new Body(1);
  const at = local(0);
  const [x, y] = [0, 32].map((offset) => body.let(memory.load(at, offset)));
  const value = name === 'power' ? power(body, x, y) : vectorFunctions[name]?.(body, x);
  if (value === undefined) throw new Error(`no ${name}`);
  body.add(memory.store(at, 16, value));
  const run = { name: 'run', parameters: ['i32'] as const, locals: body.locals, body: body.code };
  const bytes = encodeModule(1, [run], body.constants);
  const shared = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource), { env: { memory: shared } });
  const view = new Float64Array(shared.buffer);
  return (first, second = 0) => {
    view[constantBytes / 8] = first;
    view[constantBytes / 8 + 4] = second;
    (instance.exports.run as (at: number) => void)(constantBytes);
    return view[constantBytes / 8 + 2];
  };
}

/** The rational that a double is. */
function exactly(value: number): Rational {
  const exponent = Math.min(Math.max(Math.floor(Math.log2(Math.abs(value) || 1)) - 60, -1074), 1000);
  const half = Math.trunc(exponent / 2);
  const whole = BigInt(value / 2 ** half / 2 ** (exponent - half));
  return exponent < 0 ? rational(whole, 2n ** BigInt(-exponent)) : rational(whole * 2n ** BigInt(exponent));
}

/** How many units in the last place of the exact value a double is off; the unit is 2^−1074 at least. */
function errorInUlps(formula: string, inputs: { readonly [name: string]: number }, value: number): number | null {
  const point = new Map(Object.entries(inputs).map(([name, input]) => [name, exactly(input)]));
  const exact = encloseExpression(parseExpression(formula), point, 200);
  if (exact === null || !Number.isFinite(value)) return null;
  const size = Math.abs(toNumber(exact.upper));
  const unit = Math.max(2 ** (Math.floor(Math.log2(size || 1)) - 52), 2 ** -1074);
  return Math.abs(toNumber(minus(exactly(value), exact.upper))) / unit;
}

/** Where each function is tried: points spread evenly, and sizes spread evenly in their logarithm. */
const ranges: readonly {
  readonly name: FunctionName;
  readonly even: number;
  readonly sizes: readonly [number, number];
}[] = [
  { name: 'exp', even: 708, sizes: [-60, 9.4] },
  { name: 'log', even: 0, sizes: [-1000, 1000] },
  { name: 'tanh', even: 4, sizes: [-60, 5] },
  { name: 'sigmoid', even: 40, sizes: [-40, 9] },
  { name: 'sinh', even: 30, sizes: [-60, 9.4] },
  { name: 'cosh', even: 30, sizes: [-60, 9.4] },
  { name: 'sin', even: 100, sizes: [-60, 20] },
  { name: 'cos', even: 100, sizes: [-60, 20] },
  { name: 'softplus', even: 40, sizes: [-40, 6] },
  { name: 'expm1', even: 30, sizes: [-60, 9.4] },
  { name: 'tan', even: 100, sizes: [-60, 20] },
  { name: 'erf', even: 4, sizes: [-60, 2.5] },
  { name: 'gelu', even: 8, sizes: [-40, 3] },
  { name: 'silu', even: 30, sizes: [-40, 9.6] },
  { name: 'mish', even: 20, sizes: [-40, 9.6] },
  { name: 'elu', even: 30, sizes: [-40, 9.4] },
];

/** A fraction of what the full check takes. */
const points = process.env.CHECK_FULL === undefined ? 300 : 30_000;

describe.each(ranges)('the kernel’s $name', ({ name, even, sizes: [least, most] }) => {
  const f = compiled(name);

  it.each([
    ['WebAssembly', f],
    ['JavaScript', functions[name].evaluate],
  ])('is off by 4 units in the last place at most, in %s', (_, f) => {
    const stream = randomStream(21, name.length);
    let worst = { x: 0, ulps: 0 };
    for (let i = 0; i < points; i++) {
      const sign = name === 'log' || stream.uniform() < 0.5 ? 1 : -1;
      const isEven = even > 0 && i % 2 === 0;
      const x = sign * (isEven ? even * stream.uniform() : 2 ** (least + (most - least) * stream.uniform()));
      const ulps = errorInUlps(`${name}(x)`, { x }, f(x));
      if (ulps !== null && ulps > worst.ulps) worst = { x, ulps };
    }
    expect(worst.ulps, `at ${worst.x}`).toBeLessThanOrEqual(4);
    expect(worst.ulps).toBeGreaterThan(0);
  });

  it('is NaN at NaN, and right at ±∞ and 0', () => {
    expect(f(Number.NaN)).toBeNaN();
    for (const x of [0, Infinity, -Infinity]) expect(f(x)).toBe(limits[name]?.(x));
  });
});

const limits: { readonly [name in FunctionName]?: (x: number) => number } = {
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sinh: Math.sinh,
  cosh: Math.cosh,
  sin: Math.sin,
  cos: Math.cos,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  expm1: Math.expm1,
  tan: Math.tan,
  erf: Math.sign,
  gelu: (x) => (x === -Infinity ? Number.NaN : Math.max(x, 0)),
  silu: (x) => (x === -Infinity ? Number.NaN : Math.max(x, 0)),
  mish: (x) => (x === -Infinity ? Number.NaN : Math.max(x, 0)),
  elu: (x) => (x < 0 ? -1 : x),
  softplus: (x) => (x === 0 ? Math.LN2 : Math.max(x, 0)),
};

describe('the kernel’s power', () => {
  const f = compiled('power');

  it('is off by 4 units in the last place at most, from denormal numbers to the largest', () => {
    const stream = randomStream(22, 0);
    let worst = { at: '', ulps: 0 };
    for (let i = 0; i < points; i++) {
      // bases near 1 with large exponents, or of any size with exponents that leave the range now and then
      const x = i % 2 === 0 ? 2 ** (stream.uniform() - 0.5) : 2 ** (2090 * stream.uniform() - 1070);
      const y = ((stream.uniform() - 0.5) * 2140) / Math.abs(Math.log2(x));
      const ulps = errorInUlps('exp(y*log(x))', { x, y }, f(x, y));
      if (ulps !== null && ulps > worst.ulps) worst = { at: `${x}^${y}`, ulps };
    }
    expect(worst.ulps, worst.at).toBeLessThanOrEqual(4);
    expect(worst.ulps).toBeGreaterThan(0);
  });

  it('has the values of JavaScript at zeros, infinities, NaN, 1 and negative bases', () => {
    const specials = [0, -0, 1, -1, 2, -2, 0.5, -0.5, Infinity, -Infinity, Number.NaN, 5e-324, -1e-310, 1e300, -1e300];
    const exponents = [...specials, 3, -3, 2.5, 1 / 3, 2 ** 53, 2 ** 53 - 1, 1e308, -1e308];
    for (const x of specials) {
      for (const y of exponents) {
        const [value, expected] = [f(x, y), x ** y];
        const isNear = Math.abs(value - expected) <= 4 * 2 ** -52 * Math.abs(expected);
        expect(Object.is(value, expected) || (isNear && value !== 0), `${x}^${y} = ${value}, not ${expected}`).toBe(
          true,
        );
      }
    }
  });
});

describe('at the ends of the range', () => {
  it('exp goes through the denormal numbers to 0, and to ∞', () => {
    const exp = compiled('exp');
    for (const x of [-745.2, -745, -720, -709, 709.7, 709.79, 1e300, -1e300]) {
      expect(Math.abs(exp(x) - Math.exp(x)) <= 4 * 2 ** -52 * Math.exp(x) + 2 ** -1073 || exp(x) === Math.exp(x)).toBe(
        true,
      );
    }
  });

  it('log knows denormal numbers, and none below 0', () => {
    const log = compiled('log');
    for (const x of [5e-324, 1e-310, 2 ** -1022]) expect(log(x)).toBeCloseTo(Math.log(x), 12);
    expect(log(-1)).toBeNaN();
  });
});

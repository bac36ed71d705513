// Errors of our functions in WebAssembly and in JavaScript against MPFR: node scripts/functionErrors.mjs [--points 1000000] [NAME ...]
//
// Points: even ones where a function bends, sizes spread evenly in their logarithm, and doubles of random bits, which are of
// every size; zeros, infinities, NaN and the ends of the range first. Exits with 1 where an error is above 4 units in the
// last place. Needs gcc and libmpfr-dev; run after `npm run build`.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Body, constantBytes, local } from '../dist/src/expression/compile/wasm/body.js';
import { encodeModule } from '../dist/src/expression/compile/wasm/encode.js';
import { power } from '../dist/src/expression/compile/wasm/power.js';
import { largestAngle } from '../dist/src/expression/compile/wasm/trigonometric.js';
import { memory } from '../dist/src/expression/compile/wasm/vector.js';
import { vectorFunctions } from '../dist/src/expression/compile/wasm/vectorFunctions.js';
import { functions } from '../dist/src/expression/functions/functions.js';
import { Xoroshiro } from '../dist/src/numeric/normalStream.js';

const { values, positionals } = parseArgs({
  options: { points: { type: 'string', default: '1000000' } },
  allowPositionals: true,
});
const points = Number(values.points);
const largestUlps = 4;

/** Where a function bends, what sizes it is tried at (exponents of 2), and a bound on them where it has one. */
const ranges = {
  exp: [708, -60, 10],
  expm1: [30, -60, 10],
  log: [2, -1074, 1024],
  log1p: [2, -1074, 1024],
  sinh: [30, -60, 10],
  cosh: [30, -60, 10],
  tanh: [4, -1074, 5],
  sin: [100, -1074, 20, largestAngle],
  cos: [100, -1074, 20, largestAngle],
  tan: [100, -1074, 20, largestAngle],
  erf: [4, -1022, 3],
  sigmoid: [40, -60, 10],
  softplus: [40, -60, 10],
  gelu: [8, -1022, 5],
  silu: [30, -1022, 10],
  mish: [20, -1022, 10],
  elu: [30, -60, 10],
  sqrt: [2, -1074, 1024],
  power: [2, -1074, 1024],
};
const ends = [
  0,
  1,
  5e-324,
  2 ** -1022,
  2 ** -1022 - 5e-324,
  Number.MAX_VALUE,
  Infinity,
  709.78,
  745.13,
  0.5,
  3,
  2 ** 53,
];
const specials = [...ends.flatMap((x) => [x, -x]), Number.NaN];

const folder = mkdtempSync(join(tmpdir(), 'mpfr-'));
const binary = join(folder, 'functionErrors');
const source = new URL('functionErrors.c', import.meta.url).pathname;
try {
  execFileSync('gcc', ['-O2', '-o', binary, source, '-lmpfr', '-lgmp', '-lm'], { stdio: 'ignore' });
} catch {
  console.log('gcc or MPFR is missing (Debian: apt-get install gcc libmpfr-dev): nothing was compared');
  process.exit(0);
}
const names = positionals.length > 0 ? positionals : Object.keys(ranges);
for (const name of names) {
  const inJavaScript = name === 'power' ? (x, y) => x ** y : functions[name].evaluate;
  for (const [target, f] of [
    ['WebAssembly', compiled(name)],
    ['JavaScript', inJavaScript],
  ]) {
    const records = new Float64Array(3 * points);
    let at = 0;
    for (const [x, y] of pointsOf(name)) {
      records.set([x, y, f(x, y)], at);
      at += 3;
    }
    const run = spawnSync(binary, [name], { input: Buffer.from(records.buffer), encoding: 'utf8' });
    const [worst, x, y, read] = run.stdout.trim().replace(/^inf/, 'Infinity').split(' ').map(Number);
    const where = name === 'power' ? `${x}^${y}` : x;
    console.log(
      `${name.padEnd(9)}${target.padEnd(12)}${worst.toFixed(2)} units at most, at ${where}, of ${read} points`,
    );
    if (!(worst <= largestUlps) || read !== points) process.exitCode = 1;
  }
}
rmSync(folder, { recursive: true });

/** The function as the kernel has it, of one pair of doubles. */
function compiled(name) {
  const body = new Body(1);
  const [x, y] = [0, 32].map((offset) => body.let(memory.load(local(0), offset)));
  const value = name === 'power' ? power(body, x, y) : vectorFunctions[name](body, x);
  body.add(memory.store(local(0), 16, value));
  const run = { name: 'run', parameters: ['i32'], locals: body.locals, body: body.code };
  const own = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(encodeModule(1, [run], body.constants));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: own } });
  const view = new Float64Array(own.buffer, constantBytes, 6);
  return (first, second) => {
    view[0] = first;
    view[4] = second;
    exports.run(constantBytes);
    return view[2];
  };
}

function* pointsOf(name) {
  const [even, least, most, bound = Infinity] = ranges[name];
  const stream = new Xoroshiro([1, 2, 3, name.length]);
  const uniform = () => stream.word()[1] / 2 ** 32;
  const view = new DataView(new ArrayBuffer(8));
  const random = () => {
    const [low, high] = stream.word();
    view.setUint32(0, low);
    view.setUint32(4, high);
    return view.getFloat64(0);
  };
  const sign = () => (uniform() < 0.5 ? -1 : 1);
  const sized = () => sign() * (1 + uniform()) * 2 ** (least + (most - 1 - least) * uniform());
  let count = 0;
  for (const x of specials) {
    for (const y of name === 'power' ? specials : [0]) {
      if (Math.abs(x) > bound || count === points) continue;
      count++;
      yield [x, y];
    }
  }
  for (; count < points; count++) {
    const x = [() => (2 * uniform() - 1) * even, sized, random][count % 3]();
    // exponents that reach the ends of the range, whole ones, and any
    const y = [() => (2160 * (uniform() - 0.5)) / Math.log2(Math.abs(x)), () => Math.round(40 * sized()), random];
    const bounded = Math.abs(x) > bound ? x % bound : x;
    yield [bounded, name === 'power' ? y[Math.floor(count / 3) % 3]() : 0];
  }
}

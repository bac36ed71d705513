import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/model/readModel.js';
import { predict } from '../../../src/prediction/predict.js';
import { deriveSet } from '../../../src/symbolic/derive.js';
import { builtin } from '../../builtin.js';

/** y²(b − 1/2)/2 with b drawn about 1 by the data: b is attracted, y grows or shrinks with it. */
function sgdFile(momentum: number, averaging = '{ steps: 65536 }'): string {
  return `
name: moving curvature
parameters: [b, y]
inputs: [x]
targets: [t]
loss: (b - x)^2/2 - y^2*(b + t)/2
constants: {}
learningRate: 0.02
momentum: ${momentum}
data: { samples: [[0.5, 0.1], [1.5, -0.3], [1.1, 0]] }
noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]
sets: [{ name: set, equations: [y], base: { b: 0.3 } }]
simulate: { horizon: 10, dt: 0.02, trajectories: 10, init: { normal: 0.001 }, epsilon: 0.01, averaging: ${averaging} }
`;
}

function averagedOfFile(text: string) {
  const model = readModel(text, 'moving curvature');
  return predict(model, deriveSet(model, model.sets[0]), { seed: 1 });
}

function averaged(drift: string, diffusion: string, parameters: string, equations: string, steps = 524288) {
  const model = readModel(
    `
name: moving base
parameters: ${parameters}
constants: {}
drift: ${drift}
noise: [{ kind: explicit, diffusion: ${diffusion} }]
sets: [{ name: set, equations: ${equations}, base: { a: 0.5 } }]
simulate: { horizon: 10, dt: 0.05, trajectories: 10, init: { normal: 0.001 }, epsilon: 0.01, averaging: { steps: ${steps} } }
`,
    'moving base',
  );
  return predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false });
}

describe('on a set with its own dynamics', () => {
  // theory §5: a is an Ornstein–Uhlenbeck process of mean 0, so both coordinates grow at rate 0, and yet E|a| > 0
  it('the exponent is not the average of the frozen ones: each common eigenvector is averaged alone', () => {
    const { exponents, baseMoves } = averaged(
      '["-a", "a*y1", "-a*y2"]',
      '[["1"], ["0"], ["0"]]',
      '[a, y1, y2]',
      '[y1, y2]',
    );
    expect(baseMoves).toBe(true);
    expect(exponents.sde?.value).toBeCloseTo(0.5, 12);
    const [low, high] = exponents.sdeAveraged?.interval ?? [1, 1];
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(high - low).toBeLessThan(1e-8);
  });

  it('codimension 1: the frozen exponents are averaged over the base point', () => {
    // E a² = 1/2 for da = −a dt + dW, so λ = 1/2 − 1; the chain at dt = 1/20 has E a² = 1/(2 − dt)
    const { exponents } = averaged('["-a", "(a^2 - 1)*y"]', '[["1"], ["0"]]', '[a, y]', '[y]');
    expect(exponents.sdeAveraged?.value).toBeCloseTo(-0.5, 8);
    const [low, high] = exponents.eulerMaruyamaAveraged?.interval ?? [0, 0];
    // E log(1 + h(a² − 1))/h for a normal a of variance 1/(2 − h)
    let chain = 0;
    const variance = 1 / (2 - 0.05);
    for (let z = -9; z <= 9; z += 1 / 64) {
      chain +=
        (Math.exp((-z * z) / 2) * Math.log(1 + 0.05 * (variance * z * z - 1))) / (64 * 0.05 * Math.sqrt(2 * Math.PI));
    }
    expect(low).toBeLessThan(chain);
    expect(high).toBeGreaterThan(chain);
  });

  it('the infection of a stochastic epidemic spreads, though it vanishes at the frozen base point', () => {
    const model = readModel(readFileSync('test/data/faults/exponents/sir-threshold.yaml', 'utf8'), 'sir');
    for (const seed of [1, 2, 3]) {
      const { exponents } = predict(model, deriveSet(model, model.sets[0]), { seed });
      expect(exponents.sde?.value).toBeCloseTo(-1.5, 10);
      // susceptibles have the mean alpha/mu whatever their noise, and Q is affine in them
      expect(exponents.sdeAveraged?.value).toBeCloseTo(0.05, 6);
    }
  });

  it('SGD at a small learning rate averages as its SDE does', () => {
    const { exponents } = averagedOfFile(sgdFile(0));
    const [low, high] = exponents.sgdAveraged?.interval ?? [1, -1];
    const [sdeLow, sdeHigh] = exponents.sdeAveraged?.interval ?? [1, -1];
    expect(low).toBeLessThan(sdeHigh + 0.02);
    expect(high).toBeGreaterThan(sdeLow - 0.02);
  });

  it('with momentum SGD alone has an average, near that without at the effective learning rate', () => {
    const { exponents } = averagedOfFile(sgdFile(0.5));
    const plain = averagedOfFile(sgdFile(0)).exponents.sgdAveraged;
    expect(exponents.sdeAveraged).toBeNull();
    // per unit of t = η·step the rate is 1/(1 − β) times as large, up to the noise, which is small here
    expect(exponents.sgdAveraged?.value).toBeGreaterThan(1.5 * (plain?.value ?? Number.NaN));
    expect(exponents.sgdAveraged?.value).toBeLessThan(2.5 * (plain?.value ?? Number.NaN));
  });

  it('stops at the limit that the file states, in steps or in seconds of them', () => {
    const limited = (averaging: string) => averagedOfFile(sgdFile(0, averaging)).exponents.sgdAveraged;
    expect(limited('{ seconds: 0.0625 }')).toEqual(limited('{ steps: 8192 }'));
    expect(limited('{ steps: 8192 }')).not.toEqual(limited('{ steps: 65536 }'));
  });

  it.each([
    ['of a line', '0.5 - a', 'tanh(2*a)', (a: number) => Math.exp(-((a - 0.5) ** 2)), (a: number) => Math.tanh(2 * a)],
    ['of a circle', '0.7*sin(a)', 'cos(a)', (a: number) => Math.exp(-1.4 * Math.cos(a)), Math.cos],
    ['of a circle that is run round', '1', 'cos(a)', () => 1, Math.cos],
  ] as const)('the mean over the stationary density %s', (_, drift, growth, density, rate) => {
    const { exponents } = averaged(`["${drift}", "(${growth})*y"]`, '[["1", "0"], ["0", "0.5*y"]]', '[a, y]', '[y]');
    let [mass, sum] = [0, 0];
    // whole turns of the circle, and the line where there is mass: sums of so smooth functions are integrals
    const points = 60_000;
    for (let i = 0; i < points; i++) {
      const a = 3 * Math.PI * ((2 * i) / points - 1);
      mass += density(a);
      sum += density(a) * rate(a);
    }
    const expected = sum / mass - 0.125;
    const [low, high] = exponents.sdeAveraged?.interval ?? [1, -1];
    expect(exponents.sdeAveraged?.method).toBe('quadrature');
    expect(low).toBeLessThan(expected + 1e-13);
    expect(high).toBeGreaterThan(expected - 1e-13);
    expect(high - low).toBeLessThan(1e-8);
  });

  it.each([
    // half a turn takes every rate to its negative and changes nothing else
    ['of two wells on a circle', '1 + 3*sin(2*a)', 'cos(3*a)', '2', -0.125],
    // stationary means of a are zeros of the mean drift: mean(a) = 1; and that of log(a), mean(1 − a) = 0.125
    ['with a tail like a power', '1 - a', 'a', 'sqrt(1 + a^2)', 1 - 0.125],
    ['beside a boundary that is never reached', 'a - a^2', '1 - a', '0.5*a', 0],
  ] as const)('the mean %s has the value that symmetry or a balance gives', (_, drift, growth, noise, expected) => {
    const { exponents } = averaged(
      `["${drift}", "(${growth})*y"]`,
      `[["${noise}", "0"], ["0", "0.5*y"]]`,
      '[a, y]',
      '[y]',
    );
    const [low, high] = exponents.sdeAveraged?.interval ?? [1, -1];
    expect(low).toBeLessThan(expected + 1e-13);
    expect(high).toBeGreaterThan(expected - 1e-13);
    expect(high - low).toBeLessThan(1e-8);
  });

  it('two wells of which a path never leaves the one are simulated, not averaged over both', () => {
    const { exponents } = averaged('["1 + 3*sin(2*a)", "(cos(3*a))*y"]', '[["0.2"], ["0"]]', '[a, y]', '[y]');
    expect(exponents.sdeAveraged?.method).toBe('simulation');
    expect(exponents.sdeAveraged?.interval[0]).toBeGreaterThan(0.1);
  });

  it('paths that have not come to rest are no sign of two wells', () => {
    // a settles in a time of 1,000 to a deviation of √5/2, of which paths from 1/2 see a part
    const { exponents } = averaged('["-a/1000", "(cos(a) - 1/4)*y"]', '[["0.05"], ["0"]]', '[a, y]', '[y]');
    expect(exponents.sdeAveraged?.value).toBeCloseTo(Math.exp(-5 / 8) - 1 / 4, 10);
  });

  it('wells that paths leave within some horizons are averaged over', () => {
    // even but for the logistic function, whose odd part has mean 0
    const { exponents } = averaged('["a - a^3", "(1/(1 + exp(-a)) - 0.6)*y"]', '[["0.35"], ["0"]]', '[a, y]', '[y]');
    expect(exponents.sdeAveraged?.value).toBeCloseTo(-0.1, 8);
  });

  it('paths that remember where they started have an interval that says so', () => {
    // the same in two base coordinates, where no density is solved
    const { exponents } = averaged(
      '["-a/1000", "-b", "(cos(a) + b - 1/4)*y"]',
      '[["0.05", "0"], ["0", "1"], ["0", "0"]]',
      '[a, b, y]',
      '[y]',
      65536,
    );
    const [low, high] = exponents.sdeAveraged?.interval ?? [1, 1];
    expect(low).toBeLessThan(Math.exp(-5 / 8) - 1 / 4);
    expect(high).toBeGreaterThan(Math.exp(-5 / 8) - 1 / 4);
  });

  it('a chain beside which one of twice its step spreads without end is averaged like any other', () => {
    // at dt = 1/20 a step multiplies a by 0, one of twice that by −1: a is normal of variance 4 dt
    const { exponents } = averaged('["-20*a", "(1/10 - a^2)*y"]', '[["2"], ["0"]]', '[a, y]', '[y]');
    let chain = 0;
    for (let z = -9; z <= 9; z += 1 / 64) {
      chain +=
        (Math.exp((-z * z) / 2) * Math.log(1 + 0.05 * (0.1 - 0.2 * z * z))) / (64 * 0.05 * Math.sqrt(2 * Math.PI));
    }
    const [low, high] = exponents.eulerMaruyamaAveraged?.interval ?? [1, 1];
    expect(low).toBeLessThan(chain);
    expect(high).toBeGreaterThan(chain);
    expect(high - low).toBeLessThan(0.02);
  });

  it('a base that escapes slowly to infinity has no density, and is simulated', () => {
    const { exponents } = averaged(
      '["a/(1 + a^2)", "(1/(1 + a^2) - 1)*y"]',
      '[["1", "0"], ["0", "0"]]',
      '[a, y]',
      '[y]',
    );
    expect(exponents.sdeAveraged?.method).not.toBe('quadrature');
  });

  it('paths that take more operations to leave their base point than are made have no average, and it is said', () => {
    const terms = Array.from({ length: 60 }, (_, n) => `sin(${n + 1}*x)`).join(' + ');
    const model = readModel(
      `
name: slow saddle
parameters: [x, y]
constants: {}
drift: ["x/100 - x^3", "(x^2*(${terms}) - 1)*y"]
noise: [{ kind: explicit, diffusion: [["x/10000", 0], [0, "y/10"]] }]
sets: [{ name: set, equations: [y], base: { x: 0 } }]
simulate: { horizon: 10, dt: 0.005, trajectories: 10, init: { normal: 0.001 }, epsilon: 0.01 }
`,
      'slow saddle',
    );
    const { exponents, remarks } = predict(model, deriveSet(model, model.sets[0]), { seed: 1 });
    expect(exponents.sdeAveraged).toBeNull();
    expect(remarks).toContainEqual(expect.stringMatching(/after \d\.\de\+\d+ operations, which are not made/));
  });

  it('a base point that leaves every bound has no average', () => {
    const { exponents, remarks } = averaged('["a", "-y"]', '[["0"], ["y"]]', '[a, y]', '[y]');
    expect(exponents.sdeAveraged).toBeNull();
    expect(remarks.join()).toContain('leaves every bound');
  });

  it('a step that takes the chain beyond every bound leaves the SDE its average', () => {
    // the base point's drift is stiff: at dt = 1/20 a step multiplies it by −2
    const { exponents, remarks } = averaged('["1 - 60*a", "(a - 1)*y"]', '[["0.5"], ["0"]]', '[a, y]', '[y]');
    expect(exponents.sdeAveraged?.value).toBeCloseTo(1 / 60 - 1, 10);
    expect(exponents.eulerMaruyamaAveraged).toBeNull();
    expect(remarks.join()).toContain('the base point of its Euler-Maruyama chain leaves every bound');
  });

  it('a mean that most of the stationary law takes no part in is said to be one', () => {
    const { remarks } = averaged('["1 + 3*sin(2*a)", "(cos(3*a))*y"]', '[["0.2"], ["0"]]', '[a, y]', '[y]');
    expect(remarks).toContainEqual(expect.stringMatching(/^\d\d % of the stationary law of the base point lies where/));
  });

  it('directions that settle on a cone have the mean of the cone, 0 for label noise on a linear unit (theory §8)', () => {
    const noise = ['w1', 'w2'].flatMap((w) => ['v1', 'v2'].map((v) => [w, v]));
    const names = ['a', 'w1', 'w2', 'v1', 'v2'];
    const rows = names.map((name) => [
      name === 'a' ? '1' : '0',
      ...noise.map(([w, v]) => (name === w ? v : name === v ? w : '0')),
    ]);
    const drift = names.map((name) => (name === 'a' ? '0.5 - a' : `(a - 0.5)*${name}/2`));
    const { exponents } = averaged(
      JSON.stringify(drift),
      JSON.stringify(rows),
      `[${names}]`,
      `[${names.slice(1)}]`,
      16384,
    );
    const [low, high] = exponents.sdeAveraged?.interval ?? [1, -1];
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(high - low).toBeLessThan(0.2);
  });

  it('M3 is repelling, seed after seed, though its frozen exponent is sixteen times as large', () => {
    const model = builtin('M3');
    const derivation = deriveSet(model, model.sets[0]);
    const intervals = [1, 2].map(
      (seed) => predict(model, derivation, { seed }).exponents.sdeAveraged?.interval ?? [0, 0],
    );
    for (const [low, high] of intervals) {
      expect(low).toBeGreaterThan(0);
      expect(high).toBeLessThan(0.03);
    }
    expect(Math.max(...intervals.map(([low]) => low))).toBeLessThan(Math.min(...intervals.map(([, high]) => high)));
  });
});

import { expect, test } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import { readModel } from '../../src/model/readModel.js';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';

/** `noise > pull` is when the set attracts; both are positive wherever their logarithms are spoken of. */
interface Host {
  readonly file: readonly string[];
  readonly noise: string;
  readonly pull: string;
}

const linear = (pull: string): Host => ({
  file: [
    'parameters: [w]',
    'constants: { eta: 0.1, zeta: 2, a: 1, b: 0.5 }',
    `drift: ["w*(${pull})"]`,
    'noise: [{ kind: explicit, diffusion: [["sqrt(eta)*zeta*w"]] }]',
    'sets: [{ name: s, equations: [w] }]',
  ],
  noise: 'eta*zeta^2/2',
  pull,
});

const neuron: Host = {
  file: [
    'parameters: [w, v]',
    'inputs: [x]',
    'targets: [y]',
    'output: v*tanh(w*x)',
    'loss: squared',
    'constants: { eta: 0.1, zeta: 2, a: 1, b: 0.5 }',
    'learningRate: eta',
    'noise: [{ kind: label, std: zeta, batch: 1, sampling: none }]',
    'data: { samples: [[0.5, 0.4], [-1.2, -1.3], [2, 1.7]] }',
    'sets: [{ name: s, equations: [w, v] }]',
  ],
  noise: 'eta*zeta^2*mean(x^2)/2',
  pull: 'abs(mean(x*y))',
};

const hosts = [...['a', 'a*exp(-b)', 'a/(1 + b^2)', 'a^2', 'exp(b)', 'a + exp(b)', 'a*b'].map(linear), neuron];

/** Two sides with an increasing function of noise and pull, the noise first multiplied by a factor, which 1 leaves true. */
function sides(stream: RandomStream, { noise, pull }: Host, factor: string): readonly [left: string, right: string] {
  const [n, p] = [factor === '1' ? noise : `${factor}*${noise}`, pull];
  const parts = /^(.*)\*exp\(-b\)$/.exec(pull);
  return pick<() => readonly [string, string]>(stream, [
    () => [`log(${n})`, parts === null ? `log(${p})` : `log(${parts[1]}) - b`],
    () => [`log(${n}) - log(${p})`, '0'],
    () => [`2*log(${n})`, `log(${p}) + log(${p})`],
    () => [`log(${n}) + b`, `b + log(${p})`],
    () => [`sqrt(${n})`, `sqrt(${p})`],
    () => [`exp(${n})`, `exp(${p})`],
    () => [`exp(${n} - (${p}))`, '1'],
    () => [`log(1 + ${n})`, `log(1 + ${p})`],
    () => [`exp(-(${p}))`, `exp(-${n})`],
    () => [`log(3*(${n}))`, `log(3) + log(${p})`],
    () => [`sqrt(${n})*exp(b)`, `exp(b)*sqrt(${p})`],
    () => [`exp(log(${n})/2)`, `sqrt(${p})`],
  ])();
}

function claimOf(seed: number): { readonly text: string; readonly condition: string; readonly isTrue: boolean } {
  const stream = randomStream(seed, 0);
  const host = pick(stream, hosts);
  const isTrue = stream.below(2) === 0;
  const [left, right] = sides(stream, host, isTrue ? '1' : pick(stream, ['2', '1/2', '101/100', 'exp(1)', '3/4']));
  const condition = pick(stream, [`${left} > ${right}`, `${right} < ${left}`, `not (${left} <= ${right})`]);
  const claims = `claims: [{ set: s, attractive: "${condition}" }]`;
  return { text: ['name: m', ...host.file, claims].join('\n'), condition, isTrue };
}

function pick<T>(stream: RandomStream, choices: readonly T[]): T {
  return choices[stream.below(choices.length)];
}

/** Fifty and more with CHECK_FULL=1. */
const cases = process.env.CHECK_FULL === '1' ? 1000 : 25;

test('conditions through log, exp and sqrt, true and perturbed: each ends within 5 s of CPU, none wrongly', () => {
  const ends = { proved: 0, refuted: 0, undecided: 0 };
  for (let seed = 1; seed <= cases; seed++) {
    const { text, condition, isTrue } = claimOf(seed);
    const model = readModel(text, 'm.yaml');
    const before = process.cpuUsage();
    const [{ status, reason }] = checkClaims(model, model.claims, { seed: 1 });
    const { user, system } = process.cpuUsage(before);
    const says = `${condition} of ${text}: ${reason}`;
    expect(user + system, says).toBeLessThan(5e6);
    if (status === 'proved') expect(isTrue, says).toBe(true);
    if (status === 'refuted') expect(isTrue, says).toBe(false);
    ends[status]++;
  }
  expect(ends.proved).toBeGreaterThan(cases / 4);
  expect(ends.refuted).toBeGreaterThan(cases / 4);
}, 1_200_000);

import type { Claim, Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';

/** A claim made at random whose truth is known from how it was made. */
export interface GeneratedClaim {
  readonly model: Model;
  readonly claim: Claim;
  readonly isTrue: boolean;
  readonly text: string;
}

/**
 * The n-th random claim of a seed: about an invariant set, or a condition. True ones come from theory §3 and §8 in a random
 * spelling; false ones are true ones with a coefficient, a sign, an operator or two weights changed.
 */
export function generatedClaim(seed: number, n: number, isTrue: boolean): GeneratedClaim {
  const random = randomStream(seed, n);
  const text = pick(random, [conditionFile, conditionFile, invarianceFile])(random, isTrue);
  const model = readModel(text, `generated ${seed}/${n}`);
  return { model, claim: model.claims[0], isTrue, text };
}

/** One of the models whose exponent is known: |a| against what noise and weight decay take off it. */
interface Threshold {
  readonly file: readonly string[];
  readonly set: string;
  /** attractive exactly where size < coefficient * noise + decay */
  readonly size: string;
  readonly coefficient: readonly [number, number];
  readonly noise: string;
  readonly decay: string;
  /** what stands where noise or drift belongs, of a claim that mixes them up */
  readonly mistaken: readonly [string, string];
}

function conditionFile(random: RandomStream, isTrue: boolean): string {
  const threshold = pick(random, [labelNoiseNeuron, minibatchChain, logisticNeuron, well, poissonNeuron])(random);
  const condition = isTrue ? spelled(random, threshold) : perturbed(random, threshold);
  return [
    'name: generated',
    ...threshold.file,
    'sets:',
    `  - { name: A, equations: [${threshold.set}] }`,
    'claims:',
    `  - { set: A, attractive: "${condition}" }`,
    'simulate: { horizon: 10, dt: 0.01, trajectories: 10, init: { normal: 0.001 }, epsilon: 0.01 }',
  ].join('\n');
}

function labelNoiseNeuron(random: RandomStream): Threshold {
  const [activation, slope] = pick(random, [
    ['tanh', [1, 1]],
    ['sin', [1, 1]],
    ['gelu', [1, 2]],
    ['sinh', [1, 1]],
  ] as const);
  const batch = 1 + random.below(3);
  const decays = random.below(2) === 1;
  const [p, q] = slope;
  return {
    file: [
      ...neuron(activation, 'squared'),
      'constants: { eta: 0.1, zeta: 2, mu: 0.1 }',
      ...(decays ? ['regulariser: mu/2*(w1^2 + w2^2)'] : []),
      `noise: [{ kind: label, std: zeta, batch: ${batch}, sampling: none }]`,
    ],
    set: 'w1, w2',
    size: `abs(${p === q ? '' : `${p}/${q}*`}mean(x*y))`,
    coefficient: [p * p, 2 * q * q * batch],
    noise: 'eta*zeta^2*mean(x^2)',
    decay: decays ? 'mu' : '0',
    mistaken: ['eta*zeta*mean(x^2)', 'eta*zeta^2*mean(x)^2'],
  };
}

function minibatchChain(random: RandomStream): Threshold {
  const batch = 1 + random.below(4);
  const factor = 1 + random.below(3);
  return {
    file: [
      'parameters: [w1, w2]',
      'inputs: [x]',
      'targets: [y]',
      `output: ${factor}*w1*w2*x`,
      'loss: squared',
      'constants: { eta: 0.1 }',
      'learningRate: eta',
      data,
      `noise: [{ kind: minibatch, batch: ${batch}, sampling: with-replacement }]`,
    ],
    set: 'w1, w2',
    size: `abs(${factor}*mean(x*y))`,
    coefficient: [factor * factor, 2 * batch],
    noise: 'eta*var(x*y)',
    decay: '0',
    mistaken: ['eta*mean(x^2*y^2)', 'eta*var(x)*var(y)'],
  };
}

function logisticNeuron(random: RandomStream): Threshold {
  const batch = 1 + random.below(4);
  return {
    file: [
      ...neuron('tanh', 'logistic'),
      'constants: { eta: 0.1 }',
      `noise: [{ kind: minibatch, batch: ${batch}, sampling: with-replacement }]`,
    ],
    set: 'w1, w2',
    size: 'abs(mean(x*y))/2',
    coefficient: [1, 8 * batch],
    noise: 'eta*var(x*y)',
    decay: '0',
    mistaken: ['eta*mean(x^2)', 'eta*var(x)'],
  };
}

function poissonNeuron(random: RandomStream): Threshold {
  const batch = 1 + random.below(4);
  return {
    file: [
      ...neuron('tanh', 'exp(f) - y*f'),
      'constants: { eta: 0.1 }',
      `noise: [{ kind: minibatch, batch: ${batch}, sampling: with-replacement }]`,
    ],
    set: 'w1, w2',
    size: 'abs(mean(x*(y - 1)))',
    coefficient: [1, 2 * batch],
    noise: 'eta*var(x*(y - 1))',
    decay: '0',
    mistaken: ['eta*var(x*y)', 'eta*mean(x^2*(y - 1)^2)'],
  };
}

function well(random: RandomStream): Threshold {
  const depth = 1 + random.below(4);
  return {
    file: [
      'parameters: [theta]',
      'constants: { mu: 1, zeta: 2 }',
      `potential: theta^4/4 - ${depth}*mu*theta^2/2`,
      'noise: [{ kind: explicit, diffusion: [[zeta*theta]] }]',
    ],
    set: 'theta',
    size: `${depth}*mu`,
    coefficient: [1, 2],
    noise: 'zeta^2',
    decay: '0',
    mistaken: ['zeta', 'abs(zeta)'],
  };
}

const data = 'data: { samples: [[0.5, 1], [-1.2, -1], [2, 1], [-0.3, 1]] }';

function neuron(activation: string, loss: string): string[] {
  return [
    'parameters: [w1, w2]',
    'inputs: [x]',
    'targets: [y]',
    `output: w2*${activation}(w1*x)`,
    `loss: ${loss}`,
    'learningRate: eta',
    data,
  ];
}

/** The condition in one of several spellings that mean the same, the coefficient of the noise times a factor. */
function spelled(random: RandomStream, threshold: Threshold, factor: readonly [number, number] = [1, 1]): string {
  const { size, noise, decay } = threshold;
  const [p, q] = [threshold.coefficient[0] * factor[0], threshold.coefficient[1] * factor[1]];
  const taken = decay === '0' ? `${p}/${q}*${noise}` : `${p}/${q}*${noise} + ${decay}`;
  const inner = /^abs\((.*)\)$/.exec(size)?.[1];
  return pick(random, [
    () => `${size} < ${taken}`,
    () => `${taken} > ${size}`,
    () => `${size} - (${taken}) < 0`,
    () => `not (${size} >= ${taken})`,
    () => `3*(${size}) < 3*(${taken})`,
    () => (inner === undefined ? `${q}*(${size}) < ${q}*(${taken})` : `max(${inner}, -(${inner})) < ${taken}`),
    () => (inner === undefined ? `0 < ${taken} - ${size}` : `${inner} < ${taken} and -(${inner}) < ${taken}`),
  ])();
}

/** A condition that is false for some values: a coefficient, a sign, an operator or a quantity is another. */
function perturbed(random: RandomStream, threshold: Threshold): string {
  const { size, coefficient, noise, mistaken, decay } = threshold;
  const inner = /^abs\((.*)\)$/.exec(size)?.[1];
  const taken = `${coefficient.join('/')}*${noise} + ${decay}`;
  const coarse = pick(random, [
    [1, 2],
    [2, 1],
    [4, 1],
    [3, 2],
  ] as const);
  return pick(random, [
    () => spelled(random, threshold, coarse),
    () => spelled(random, threshold, [101 + random.below(40), 100]),
    () => spelled(random, threshold, [99 - random.below(40), 100]),
    () => spelled(random, { ...threshold, noise: mistaken[random.below(2)] }),
    () => (inner === undefined ? `${size} > ${taken}` : `${inner} < ${taken}`),
    () => (decay === '0' ? `not (${spelled(random, threshold)})` : spelled(random, { ...threshold, decay: '(-mu)' })),
  ])();
}

const minibatch = '{ kind: minibatch, batch: 1, sampling: with-replacement }';

/** Two neurons: sets that are invariant by theory §3, and the same with weights swapped or signs orientation. */
function invarianceFile(random: RandomStream, isTrue: boolean): string {
  const odd = pick(random, ['tanh', 'sin', 'sinh']);
  const anyActivation = pick(random, ['tanh', 'gelu', 'sigmoid', 'softplus', 'sin', 'cos']);
  const [loss, noise] = pick(random, [
    ['squared', '{ kind: label, std: 1, batch: 1, sampling: none }'],
    ['squared', minibatch],
    ['exp(f) - y*f', minibatch],
    ['log(cosh(f - y))', minibatch],
  ]);
  const [activation, equations] = isTrue
    ? pick(random, [
        [odd, ['w1', 'a1']],
        ['gelu', ['w2', 'a2']],
        [anyActivation, ['w1 - w2', 'a1 - a2']],
        [odd, ['w1 + w2', 'a1 + a2']],
        [odd, ['w1', 'w2', 'a1', 'a2']],
        [anyActivation, ['a1 - a2', '2*w1 - 2*w2']],
      ] as const)
    : pick(random, [
        [pick(random, ['sigmoid', 'softplus', 'cos']), ['w1', 'a1']],
        [odd, ['w1', 'a2']],
        [anyActivation, ['w1 - a2', 'a1 - w2']],
        [anyActivation, ['w1 - w2']],
        [anyActivation, ['a1 - a2']],
        [odd, ['w1 + w2', 'a1 - a2']],
        [anyActivation, ['w1 - w2', 'a1 + a2']],
        [anyActivation, ['w1 - 2*w2', 'a1 - a2']],
        [pick(random, ['gelu', 'sigmoid', 'softplus']), ['w1 + w2', 'a1 + a2']],
        [odd, ['w1 - 1/2', 'a1']],
      ] as const);
  return [
    'name: generated',
    'parameters: [w1, w2, a1, a2]',
    'inputs: [x]',
    'targets: [y]',
    `output: a1*${activation}(w1*x) + a2*${activation}(w2*x)`,
    `loss: ${loss}`,
    'constants: { eta: 0.1 }',
    'learningRate: eta',
    'data: { samples: [[0.5, 0.4], [-1.2, -1.3]] }',
    `noise: [${noise}]`,
    'sets:',
    `  - { name: A, equations: [${equations.join(', ')}] }`,
    'claims:',
    '  - { set: A, invariant: true }',
    'simulate: { horizon: 10, dt: 0.01, trajectories: 10, init: { normal: 0.001 }, epsilon: 0.01 }',
  ].join('\n');
}

function pick<T>(random: RandomStream, choices: readonly T[]): T {
  return choices[random.below(choices.length)];
}

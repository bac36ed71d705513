import type { VerifiedSet, VerifyResult } from '../../src/report/resultSchema.js';

type Exponent = NonNullable<VerifiedSet['exponents']['sgd']>;
type Evidence = NonNullable<VerifiedSet['evidence']['sde']>;
type Disagreement = VerifiedSet['disagreements'][number];

const silentGap: Disagreement = {
  between: ['condition', 'exponents.sde'],
  cause: 'sufficient-gap',
  test: 'the log-distance condition is sufficient, not necessary (theory §4.2), and is silent here',
  evidence: { value: -0.51208, interval: [-0.51208, -0.51208], level: 1 },
};

/**
 * A verification written down by hand, so that a change of a table is a change of its writer: every kind of verdict,
 * names that CSV, Markdown and LaTeX must quote, an infinite exponent, an interrupted run.
 */
export const fixedResult: VerifyResult = {
  schema: 1,
  version: '1.2.3',
  seed: 7,
  models: [
    {
      name: 'quartic well',
      source: 'M1',
      sets: [
        set('hilltop', 1, {
          condition: {
            expression: 'zeta^2/2 - mu',
            latex: '\\frac{\\zeta^{2}}{2} - \\mu',
            value: 0.5,
            supQ: -0.5,
            infQ: -0.5,
            says: 'attractive',
          },
          thresholds: [
            {
              parameter: 'mu',
              expression: 'zeta^2/2',
              latex: '\\frac{\\zeta^{2}}{2}',
              value: 2,
              attractive: 'below',
              domain: null,
              regions: [],
            },
            {
              parameter: 'zeta',
              expression: 'sqrt(2*mu)',
              latex: '\\sqrt{2 \\mu}',
              value: 1.7320508075688772,
              attractive: 'above',
              domain: null,
              regions: [],
            },
          ],
          exponents: {
            sde: {
              ...closed(-0.5),
              lowest: -0.5,
              certificate: { claim: 'attractive', proof: { kind: 'closed-form' } },
              expression: 'mu - zeta^2/2',
              latex: '\\mu - \\frac{\\zeta^{2}}{2}',
            },
            eulerMaruyama: { ...closed(-0.5184612345678), method: 'quadrature', dt: 0.0025 },
            sgd: null,
            sdeAveraged: null,
            eulerMaruyamaAveraged: null,
            sgdAveraged: null,
            tangential: null,
          },
          evidence: { sde: measured('M1', 'sde', -0.5503219, 0.0804), sgd: null, others: [] },
          prediction: 'attractive',
          verdict: 'agree',
        }),
      ],
    },
    {
      name: '50 % <wide> & "tall", w_1|w_2 {θ} 中',
      source: 'models/my net, v2.yaml',
      sets: [
        set('a*b* #1', 2, {
          condition: { expression: null, latex: null, value: null, supQ: 1.6682, infQ: -2.6451, says: 'silent' },
          thresholds: [
            {
              parameter: 'eta_0',
              expression: '2*abs(mean(x*y))/mean(x^2)',
              latex:
                '\\frac{2 \\left|\\left\\langle x y \\right\\rangle\\right|}{\\left\\langle x^{2} \\right\\rangle}',
              value: 2.0274e-7,
              attractive: null,
              domain: 'mean(x^2) > 0',
              regions: [],
            },
            {
              parameter: 'zeta',
              expression: '1/mu',
              latex: '\\frac{1}{\\mu}',
              value: null,
              attractive: 'above',
              domain: null,
              regions: [],
            },
          ],
          exponents: {
            sde: {
              ...closed(-0.51208),
              lowest: -1.25,
              certificate: null,
              expression: 'abs(mean(x*y)) - (eta_0 > 0 ? 1 : 2)',
              latex:
                '\\left|\\left\\langle x y \\right\\rangle\\right| - \\begin{cases} 1 & \\text{if } \\eta_{0} > 0 \\\\ 2 & \\text{otherwise} \\end{cases}',
            },
            eulerMaruyama: { ...closed(-0.5132), dt: 0.01 },
            sgd: closed(Number.MAX_VALUE),
            sdeAveraged: null,
            eulerMaruyamaAveraged: null,
            sgdAveraged: null,
            tangential: null,
          },
          evidence: {
            sde: measured("'models/my net, v2.yaml'", 'sde', -0.58, 0.125),
            sgd: { ...measured("'models/my net, v2.yaml'", 'sgd', 0.402, 0.031), diverged: 78, completed: 0.5 },
            others: [],
          },
          prediction: 'attractive',
          verdict: 'disagree',
          disagreements: [
            silentGap,
            {
              between: ['exponents.sde', 'evidence.sgd'],
              cause: 'sde-not-sgd',
              test: 'the exponent of SGD itself (theory §6) against that of its SDE: "they part", 100 % & more',
              evidence: { value: 0.39681, interval: [0.39, 0.4], level: 0.999 },
            },
          ],
        }),
      ],
    },
    {
      name: 'two neurons',
      source: 'M10',
      sets: [
        set('vanishing neuron', 2, {
          invariance: {
            status: 'refuted',
            reason: 'at w1 = 0, x = -1 the gradient of the loss has the normal component -0.19',
            certificate: null,
            counterexample: {
              theta: { w1: 0 },
              constants: {},
              sample: { x: -1 },
              toward: null,
              normalGradient: [-0.19],
            },
          },
          disagreements: [
            {
              between: ['invariance'],
              cause: 'sufficient-gap',
              test: 'invariance is refuted: at w1 = 0, x = -1 the gradient of the loss has the normal component -0.19',
              evidence: { value: null, interval: null, level: null },
            },
          ],
        }),
        set('identical neurons', 2, {
          condition: {
            expression: 'max(a, b)',
            latex: '\\max\\left(a, b\\right)',
            value: null,
            supQ: 0.3742,
            infQ: -0.1327,
            says: 'silent',
          },
          exponents: {
            sde: { ...closed(0.3738), lowest: 0.3738, certificate: null, expression: null, latex: null },
            eulerMaruyama: {
              value: 0.37066,
              interval: [0.36834, 0.37298],
              level: 0.999,
              method: 'simulation',
              dt: 0.05,
            },
            sgd: { value: 0.35525, interval: [0.3532, 0.3573], level: 0.999, method: 'simulation' },
            sdeAveraged: { value: 0.02285, interval: [0.0218, 0.0239], level: 0.999, method: 'simulation' },
            eulerMaruyamaAveraged: { value: 0.02271, interval: [0.0217, 0.0237], level: 0.999, method: 'simulation' },
            sgdAveraged: { value: 0.0231, interval: [0.0222, 0.024], level: 0.999, method: 'simulation' },
            tangential: { sde: closed(0.875), sgd: closed(0.8604) },
          },
          evidence: { sde: measured('M10', 'sde', 0.0228, 0.0012), sgd: measured('M10', 'sgd', null, 0), others: [] },
          prediction: 'repelling',
          verdict: 'inconclusive',
          disagreements: [
            {
              between: ['exponents.sde', 'exponents.sdeAveraged'],
              cause: 'moving-base',
              test: 'along the set the exponent at the base point is 0.875 for the SDE, 0.8604 for SGD',
              evidence: { value: 0.02285, interval: [0.0218, 0.0239], level: 0.999 },
            },
          ],
        }),
      ],
    },
    {
      name: 'neuron with momentum',
      source: 'momentum.yaml',
      sets: [
        set('vanishing neuron', 2, {
          thresholds: [
            {
              parameter: 'zeta',
              expression: '1/mu',
              latex: '\\frac{1}{\\mu}',
              value: 0.5,
              attractive: 'above',
              domain: null,
              regions: [],
            },
          ],
          exponents: {
            sde: null,
            eulerMaruyama: null,
            sgd: closed(0.25),
            sdeAveraged: null,
            eulerMaruyamaAveraged: null,
            sgdAveraged: null,
            tangential: null,
          },
          evidence: { sde: null, sgd: measured('momentum.yaml', 'sgd', 0.26, 0.05), others: [] },
          verdict: 'agree',
          remarks: ['with momentum the parameters alone follow no SDE (theory §6)'],
        }),
      ],
    },
    {
      name: 'scalar ReLU neuron',
      source: 'M9',
      sets: [
        set('vanishing neuron', 2, {
          invariance: {
            status: 'undecided',
            reason: 'the subgradient is not known',
            certificate: null,
            counterexample: null,
          },
          disagreements: [
            {
              between: ['condition', 'exponents.sde'],
              cause: 'non-smooth',
              test: 'relu(w1*x) is not differentiable where w1*x = 0',
              evidence: { value: null, interval: null, level: null },
            },
          ],
        }),
      ],
    },
  ],
};

/** A set of which nothing is known, with what differs. */
function set(name: string, codimension: number, changes: Partial<VerifiedSet>): VerifiedSet {
  return {
    name,
    codimension,
    invariance: {
      status: 'proved',
      reason: 'every normal gradient vanishes on the set',
      certificate: null,
      counterexample: null,
    },
    condition: { expression: null, latex: null, value: null, supQ: null, infQ: null, says: 'silent' },
    thresholds: [],
    dataThresholds: [],
    settings: {
      constants: { mu: 1.5 },
      learningRate: 0.05,
      momentum: 0,
      batch: [1],
      samples: 32,
      dt: 0.01,
      trajectories: 200,
      horizon: 25,
      scheme: 'euler-maruyama',
      backend: 'tfjs-cpu',
    },
    exponents: {
      sde: null,
      eulerMaruyama: null,
      sgd: null,
      sdeAveraged: null,
      eulerMaruyamaAveraged: null,
      sgdAveraged: null,
      tangential: null,
    },
    evidence: { sde: null, sgd: null, others: [] },
    prediction: 'undecided',
    verdict: 'inconclusive',
    disagreements: [],
    remarks: [],
    ...changes,
  };
}

function closed(value: number): Exponent {
  return { value, interval: [value, value], level: 1, method: 'closed-form' };
}

function measured(source: string, process: 'sde' | 'sgd', exponent: number | null, width: number): Evidence {
  const passage = {
    radius: 0.01,
    share: 1,
    interval: [0.99, 1] as [number, number],
    censored: 0,
    shares: [1],
    level: 0.999,
    median: 0,
    medianInterval: null,
    medianLevel: 0.999,
    mean: 0.5,
    meanInterval: null,
    meanLevel: 0.999,
  };
  return {
    process,
    method: 'nonlinear',
    subsampled: null,
    backend: process === 'sde' ? 'float64' : 'tfjs-cpu',
    fraction: 0.945,
    interval: [0.87, 0.98],
    level: 0.999,
    exponent,
    exponentInterval: exponent === null ? null : [exponent - width, exponent + width],
    exponentLevel: exponent === null ? null : 0.999,
    trajectories: 200,
    dt: process === 'sde' ? 0.01 : 0.05,
    horizon: 25,
    diverged: 0,
    floorReached: 0,
    completed: 1,
    parting: null,
    distances: null,
    directions: null,
    // all at the start, which no text tells
    passages: { within: passage, leaving: passage },
    series: { t: [], median: [], quantiles: [], fraction: [] },
    replay: `collapse verify ${source} --seed 7`,
  };
}

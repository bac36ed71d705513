import { describe, expect, it } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { readModel } from '../../src/model/readModel.js';
import { searchThresholds } from '../../src/prediction/thresholds/thresholdSearch.js';
import { planarInputs, planarRegression } from './planarRegression.js';

interface Stated {
  readonly eta: number;
  readonly beta: number;
  readonly momentum?: string;
  readonly noise?: string;
}

const byOne = '{ kind: minibatch, batch: 1, sampling: with-replacement }';
const squares = [0.25, 1, 2.25, 4];

/** Linear regression at its solution 0, with ĥ = x². */
function regression({ eta, beta, momentum = 'momentum: beta', noise = byOne }: Stated, claim: string) {
  return readModel(
    `
name: regression
parameters: [w]
inputs: [x]
loss: (w*x)^2/2
constants: { eta: ${eta}, beta: ${beta} }
learningRate: eta
${momentum}
noise: [${noise}]
data: { samples: [[0.5], [1], [1.5], [2]] }
sets: [{ name: solution, equations: [w] }]
claims: [{ set: solution, ${claim} }]
`,
    'regression',
  );
}

function findingOf(model: ReturnType<typeof regression>) {
  const [found] = checkClaims(model, model.claims, { seed: 1 });
  if (found.certificate !== null) expect(checkCertificate(found.certificate)).toMatchObject({ followed: true });
  return found;
}

/** The spectral radius of E M ⊗ M over equally likely steps of (y, v), by powers of it. */
function radius(matrices: readonly (readonly (readonly number[])[])[]): number {
  const n = matrices[0].length;
  let x = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => Number(i === j)));
  let logarithm = 0;
  const steps = 4000;
  for (let step = 0; step < steps; step++) {
    const next = x.map((row) => row.map(() => 0));
    for (const m of matrices)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          for (let a = 0; a < n; a++)
            for (let b = 0; b < n; b++) next[i][j] += (m[i][a] * x[a][b] * m[j][b]) / matrices.length;
    const size = next.reduce((sum, row, i) => sum + row[i], 0);
    if (step >= steps / 2) logarithm += Math.log(size);
    x = next.map((row) => row.map((entry) => entry / size));
  }
  return Math.exp(logarithm / (steps / 2));
}

/** The learning rate at which the mean square neither grows nor falls, between two others. */
function critical(stepsAt: (eta: number) => Parameters<typeof radius>[0], low: number, high: number): number {
  let [below, above] = [low, high];
  for (let halving = 0; halving < 30; halving++) {
    const middle = (below + above) / 2;
    if (radius(stepsAt(middle)) < 1) below = middle;
    else above = middle;
  }
  return below;
}

const beta = 0.6;
const heavyBall = (eta: number) =>
  squares.map((h) => [
    [1 - eta * h, beta],
    [-eta * h, beta],
  ]);
const nesterov = (eta: number) =>
  squares.map((h) => [
    [1 - (1 + beta) * eta * h, beta ** 2],
    [-eta * h, beta],
  ]);
// decay 0.3 beside the step
const decayed = (eta: number) =>
  squares.map((h) => [
    [1 - 0.3 * eta - (1 + beta) * eta * h, beta ** 2],
    [-eta * h, beta],
  ]);

describe('meanSquareStable with momentum', () => {
  it.each([
    { name: 'heavy ball', momentum: 'momentum: beta', stepsAt: heavyBall },
    { name: 'Nesterov', momentum: 'momentum: beta\nnesterov: true', stepsAt: nesterov },
    {
      name: 'Nesterov with decoupled decay',
      momentum: 'momentum: beta\nnesterov: true\nweightDecay: { value: 0.3, decoupled: true }',
      stepsAt: decayed,
    },
  ])('ends where the spectral radius of the mean step of (y, v)(y, v)ᵀ is 1: $name', ({ momentum, stepsAt }) => {
    const at = critical(stepsAt, 0.01, 3);
    const statusAt = (eta: number, stable: boolean) =>
      findingOf(regression({ eta, beta, momentum }, `meanSquareStable: ${stable}, process: sgd`)).status;
    expect([statusAt(at * 0.9999, true), statusAt(at * 0.9999, false)]).toEqual(['proved', 'refuted']);
    expect([statusAt(at * 1.0001, true), statusAt(at * 1.0001, false)]).toEqual(['refuted', 'proved']);
    const model = regression({ eta: 0.3, beta, momentum }, 'invariant: true');
    const quantity = { process: 'sgd', moment: 2 } as const;
    const { zeros, complete } = searchThresholds(model, model.sets[0], 'eta', [0.003, 3], { seed: 1, quantity });
    expect([complete, zeros.length]).toEqual([true, 1]);
    expect(zeros[0].bracket[0]).toBeCloseTo(at, 6);
  });

  it('is eta ((1 - beta) m^2 + (1 + beta) v) < 2 m (1 - beta^2) of heavy ball, for all data and constants', () => {
    const claim = (share: string) =>
      `meanSquareStable: "eta*((1 - beta)*mean(x^2)^2 + ${share}*var(x^2)) < 2*mean(x^2)*(1 - beta^2)", process: sgd`;
    const found = findingOf(regression({ eta: 0.3, beta }, claim('(1 + beta)')));
    expect([found.status, found.reason]).toEqual(['proved', expect.stringContaining('the growth of the mean square')]);
    const wrong = findingOf(regression({ eta: 0.3, beta }, claim('(1 - beta)')));
    expect([wrong.status, wrong.witness?.kind]).toEqual(['refuted', 'attraction']);
  });

  it('is undecided in epochs, and so is attraction', () => {
    const epochs = '{ kind: minibatch, batch: 2, sampling: epochs }';
    const claimed = 'meanSquareStable: true, process: sgd';
    expect(findingOf(regression({ eta: 0.1, beta, noise: epochs }, claimed)).status).toBe('undecided');
    expect(findingOf(regression({ eta: 0.1, beta }, 'attractive: true, process: sgd')).status).toBe('undecided');
  });

  it('is proved by a matrix over (y, v) where there is no common eigenvector', () => {
    const stepsAt = (eta: number) =>
      planarInputs.map((x) => {
        const push = (i: number, j: number) => -eta * x[i] * x[j];
        return [
          [1 + push(0, 0), push(0, 1), 0.5, 0],
          [push(1, 0), 1 + push(1, 1), 0, 0.5],
          [push(0, 0), push(0, 1), 0.5, 0],
          [push(1, 0), push(1, 1), 0, 0.5],
        ];
      });
    const at = critical(stepsAt, 0.1, 3);
    const statuses = [0.999, 1.001].flatMap((share) =>
      [true, false].map(
        (stable) => planarRegression({ eta: at * share, momentum: '1/2', noise: byOne }, stable).status,
      ),
    );
    expect(statuses).toEqual(['proved', 'refuted', 'refuted', 'proved']);
  });
});

import { describe, expect, it } from 'vitest';
import { fromNumber } from '../../src/arithmetic/rational.js';
import { checkClaims } from '../../src/claims/checkClaims.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { planarRegression } from './planarRegression.js';

/** Linear regression in one dimension at its solution 0: ĥ = x². */
function regression(noise: string, claim: string) {
  return readModel(
    `
name: regression
parameters: [w]
inputs: [x]
loss: (w*x)^2/2
constants: { eta: 0.4, lambda: 0.1 }
learningRate: eta
regulariser: lambda*w^2/2
noise: [${noise}]
data: { samples: [[0.5], [1], [1.5], [2]] }
sets: [{ name: solution, equations: [w] }]
claims:
  - { set: solution, ${claim} }
`,
    'regression',
  );
}

function findingOf(noise: string, claim: string) {
  const model = regression(noise, claim);
  return checkClaims(model, model.claims, { seed: 1 })[0];
}

const two = '{ kind: minibatch, batch: 2, sampling: without-replacement }';
const one = '{ kind: minibatch, batch: 1, sampling: with-replacement }';
const wuMaE = (share: string) =>
  `meanSquareStable: "(1 - eta*(mean(x^2) + lambda))^2 + ${share}*eta^2*var(x^2) < 1", process: sgd`;

describe('meanSquareStable', () => {
  it.each([
    // (n - B)/(B (n - 1)) = 1/3 for B = 2 of n = 4
    ['Wu, Ma and E 2018, without replacement', two, wuMaE('1/3')],
    ['the same with replacement', one, wuMaE('1')],
    [
      'as a learning rate',
      one,
      'meanSquareStable: "eta*((mean(x^2) + lambda)^2 + var(x^2)) < 2*(mean(x^2) + lambda)", process: sgd',
    ],
    ['of the SDE', one, 'meanSquareStable: "eta*var(x^2) < 2*(mean(x^2) + lambda)"'],
  ])('is proved: %s', (_, noise, claim) => {
    const found = findingOf(noise, claim);
    expect([found.status, found.reason]).toEqual(['proved', expect.stringContaining('the growth of the mean square')]);
    expect(checkCertificate(found.certificate)).toMatchObject({ followed: true });
  });

  it.each([
    ['the share of another batch', two, wuMaE('1')],
    ["the SDE's condition for SGD", one, 'meanSquareStable: "eta*var(x^2) < 2*(mean(x^2) + lambda)", process: sgd'],
  ])('is refuted with a witness: %s', (_, noise, claim) => {
    const found = findingOf(noise, claim);
    expect([found.status, found.witness?.kind]).toEqual(['refuted', 'attraction']);
    expect(checkCertificate(found.certificate)).toMatchObject({ followed: true });
  });

  it('is another condition than attraction, which lasts longer', () => {
    // by one sample at a time 2 m/(m^2 + v) = 0.668 with h = x^2 + 0.1, while E log|1 - eta h| < 0 at 0.72 too
    const at = (eta: number, claim: string) => {
      const { constants, ...model } = regression(one, claim);
      const there = { ...model, constants: new Map(constants).set('eta', fromNumber(eta)) };
      return checkClaims(there, there.claims, { seed: 1 })[0].status;
    };
    expect([0.6, 0.72].map((eta) => at(eta, 'meanSquareStable: true, process: sgd'))).toEqual(['proved', 'refuted']);
    expect([0.6, 0.72].map((eta) => at(eta, 'attractive: true, process: sgd'))).toEqual(['proved', 'proved']);
  });

  // no common eigenvector; d E|y|^2/dt is near (-4 + s^2) E|y|^2
  it.each([
    [1, true, 'proved'],
    [1, false, 'refuted'],
    [3, true, 'refuted'],
    [3, false, 'proved'],
  ] as const)('of three coordinates at noise %s: %s is %s', (s, stable, status) => {
    const model = readModel(
      `
name: three coordinates
parameters: [y1, y2, y3]
constants: { s: ${s} }
drift: ["-2*y1 + y2/2", "-2*y2 + y3/2", "-2*y3 - y1/4"]
noise: [{ kind: explicit, diffusion: [["s*y2"], ["s*y3"], ["s*y1"]] }]
sets: [{ name: origin, equations: [y1, y2, y3] }]
claims: [{ set: origin, meanSquareStable: ${stable} }]
`,
      'three coordinates',
    );
    const [found] = checkClaims(model, model.claims, { seed: 1 });
    expect([found.status, found.reason]).toEqual([status, expect.stringContaining('the growth of the mean square')]);
    expect(checkCertificate(found.certificate)).toMatchObject({ followed: true });
  });

  // the largest eigenvalue of mean (1 - eta h_i) x (1 - eta h_i) is 1 at eta = 1.5334558786 for one sample of three
  it.each([
    [1.5334558, true, 'proved'],
    [1.5334558, false, 'refuted'],
    [1.5334559, true, 'refuted'],
    [1.5334559, false, 'proved'],
  ] as const)('of SGD in the plane at eta = %s: %s is %s (Ma and Ying 2021)', (eta, stable, status) => {
    const found = planarRegression({ eta, noise: one }, stable);
    expect([found.status, found.reason]).toEqual([status, expect.stringContaining('the growth of the mean square')]);
    expect(checkCertificate(found.certificate)).toMatchObject({ followed: true });
  });

  it('of SGD in the plane ends later by larger batches, and is undecided in epochs', () => {
    const statusOf = (noise: string) =>
      planarRegression({ eta: 1.6, noise: `{ kind: minibatch, ${noise} }` }, true).status;
    expect(
      [
        'batch: 1, sampling: with-replacement',
        'batch: 2, sampling: without-replacement',
        'batch: 2, sampling: epochs',
      ].map(statusOf),
    ).toEqual(['refuted', 'proved', 'undecided']);
  });

  it('is undecided in epochs, where no formula is known', () => {
    const found = findingOf('{ kind: minibatch, batch: 2, sampling: epochs }', wuMaE('1/3'));
    expect([found.status, found.certificate]).toEqual(['undecided', null]);
  });

  it('is written back into a model file as it stands', () => {
    const model = regression(one, wuMaE('1'));
    expect(readModel(printModelFile(model), 'again').claims).toEqual(model.claims);
  });

  it.each([
    ['meanSquareStable: true, attractive: true', /meanSquareStable/],
    ['meanSquareStable: "eta"', /condition/],
    ['invariant: true, process: sgd', /process beside invariant/],
  ])('%s is an error', (claim, message) => {
    expect(() => regression(one, claim)).toThrow(message);
  });
});

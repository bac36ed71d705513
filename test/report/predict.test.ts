import { expect, test } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { findNeighbourhood } from '../../src/prediction/neighbourhood/neighbourhoodSearch.js';
import { predict } from '../../src/prediction/predict.js';
import { formatBracket } from '../../src/report/formatNumber.js';
import { predictResultJson } from '../../src/report/predictJson.js';
import { predictResult } from '../../src/report/predictSchema.js';
import { predictionDocuments } from '../../src/report/predictSections.js';
import { sectionsLatex, sectionsMarkdown, sectionsText } from '../../src/report/sections.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { expectGolden } from './golden.js';
import { builtin } from './results.js';

const well = builtin('m1-quartic-well.yaml');
const model = { ...well, constants: new Map(well.constants).set('zeta', rational(5n, 2n)) };
const derived = deriveSet(model, model.sets[0]);
// the reason in words of our own, so that what is printed depends on the printers alone
const derivation = { ...derived, invariance: { ...derived.invariance, reason: 'identically in the parameters' } };
const prediction = predict(model, derivation, { seed: 1, moments: true });
const certificate = prediction.exponents.sde?.certificate as never;
const zeta = { constant: 'zeta', range: [0.5, 5] } as const;
const mu = { constant: 'mu', range: [0.1, 10], spacing: 'logarithmic' } as const;
const point = (at: number, zero: number) => ({
  at,
  bracket: [zero - 1e-6, zero + 1e-6] as const,
  attractive: 'above' as const,
  level: 1,
});
const result = predictResultJson('0.1.0', 1, [
  {
    source: 'M1',
    model,
    sets: [
      {
        derivation,
        prediction,
        thresholds: [
          {
            quantity: { process: 'sde', moment: null },
            closedForms: derivation.thresholds.filter(({ parameter }) => parameter === 'mu'),
            axis: mu,
            complete: true,
            zeros: [
              { ...point(0, 3.125), constant: 'mu', attractive: 'below', certificates: [certificate, certificate] },
            ],
          },
          {
            quantity: { process: 'sde', moment: null },
            closedForms: derivation.thresholds.filter(({ parameter }) => parameter === 'zeta'),
            axis: zeta,
            complete: false,
            zeros: [{ ...point(0, Math.sqrt(3)), constant: 'zeta', level: 0.96, certificates: [certificate, null] }],
          },
        ],
        boundary: { axes: [mu, zeta], points: [point(0.5, 1), point(2, 2)] },
        neighbourhood: findNeighbourhood(model, derivation),
      },
    ],
  },
]);
const [document] = predictionDocuments(result);

test('a prediction in JSON is of the shipped schema', () => {
  expect(predictResult.parse(JSON.parse(JSON.stringify(result)))).toEqual(JSON.parse(JSON.stringify(result)));
});

test.each([
  ['predict.txt', sectionsText],
  ['predict.md', sectionsMarkdown],
  ['predict.tex', sectionsLatex],
] as const)('%s', (name, print) => {
  expectGolden(name, print(document));
});

test('a threshold is proved where both ends have certificates, else it has its level', () => {
  const lines = sectionsText(document).split('\n');
  expect(lines.find((line) => line.includes('zeta^2/2     proved'))).toBeDefined();
  expect(lines.find((line) => line.includes('sqrt(2*mu)   level 0.96'))).toBeDefined();
});

test.each([
  [[1.23456, 1.23458], '[1.23456, 1.23458]'],
  [[-1.23458, -1.234561], '[-1.23458, -1.23456]'],
  [[0.1 + 0.2, 0.3 + 1e-3], '[0.3, 0.301]'],
  [[0, 1], '[0, 1]'],
  [[-20000000.3, -2e7], '[-20000000.3, -20000000]'],
  [[999999.99, 1000001], '[999999.9, 1000001]'],
] as const)('the bracket %s is written %s: rounded outward, never inward', (bracket, text) => {
  const shown = formatBracket(bracket);
  const [low, high] = JSON.parse(shown);
  expect(low).toBeLessThanOrEqual(bracket[0]);
  expect(high).toBeGreaterThanOrEqual(bracket[1]);
  expect(shown).toBe(text);
});

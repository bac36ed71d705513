import fc from 'fast-check';
import { printExpression } from '../../src/expression/syntax/print.js';
import { expressions } from './expressions.js';

/** Texts of model files that hold everything a model can have, wild formulas, names and numbers among it. */
export function modelTexts(): fc.Arbitrary<string> {
  return fc.oneof(lossModels, sdeModels);
}

const quoted = (text: string): string => JSON.stringify(text);
const list = (items: readonly string[]): string => `[${items.join(', ')}]`;
const formula = (names: readonly string[]): fc.Arbitrary<string> =>
  expressions({ names, moments: false }).map((expression) => quoted(printExpression(expression)));

const numbers = fc.oneof(
  fc.double({ min: -1e3, max: 1e3, noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('0', '0.10', '1e-3', '-2.5e10', '"1/3"', '"-22/7"', '0.30000000000000000000000000001'),
);

const texts = fc.oneof(
  // its tables take a second to make, which is nobody's wish who only imports this
  fc.constant(null).chain(() => fc.string({ minLength: 1, unit: 'binary' })),
  fc.constantFrom(
    'a: b',
    '# no comment',
    'null',
    'true',
    '- x',
    '"',
    "it's",
    '{',
    'ends with space ',
    '0.5',
    '\u0085\u2028\ufeff',
  ),
);

const batch = fc.oneof(fc.integer({ min: 1, max: 2 }).map(String), fc.constant('full'));
const sampling = fc.constantFrom('with-replacement', 'without-replacement', 'epochs');

const lossNoise = (isSquared: boolean): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant('[]'),
    fc.tuple(batch, sampling).map(([size, how]) => `[{ kind: minibatch, batch: ${size}, sampling: ${how} }]`),
    ...(isSquared
      ? [
          fc
            .tuple(batch, fc.oneof(sampling, fc.constant('none')))
            .map(
              ([size, how]) =>
                `[{ kind: label, std: zeta^2, batch: ${size}, sampling: ${how} }, { kind: residual, std: 2 }]`,
            ),
        ]
      : []),
  );

const claims = fc.subarray([
  '{ set: the set, invariant: false, data: given }',
  '{ set: the set, attractive: true, process: sgd }',
  '{ set: the set, attractive: "max(eta,  1) > abs(mean(x*y))", for: { eta: [-1, 1/3], w1: [0, 0.5] } }',
  '{ set: the set, exponent: { tolerance: 1.0e-3, sde: "1/4" } }',
]);

const sets = fc.constantFrom(
  '[]',
  '[{ name: the set, equations: [w1, w2] }]',
  '[{ name: the set, equations: [w1 == w2 + zeta], base: { w2: eta/3 } }]',
  '[{ name: the set, equations: [w1/3 - 0.1*w2] }, { name: "other: set", equations: [w2 - sqrt(2)] }]',
);

const simulate = fc
  .record({
    horizon: fc.double({ min: 1, max: 1e6, noNaN: true }),
    dt: fc.double({ min: 1e-7, max: 1, noNaN: true }),
    trajectories: fc.integer({ min: 1, max: 1_000_000 }),
    normal: fc.double({ min: 0, max: 2, noNaN: true }),
    point: fc.option(fc.tuple(numbers, numbers)),
    epsilon: fc.double({ min: 1e-9, max: 1, noNaN: true }),
  })
  .map(({ normal, point, ...rest }) => {
    const init = `{ normal: ${normal}${point === null ? '' : `, point: { w1: ${point[0]}, w2: ${point[1]} }`} }`;
    return `{ ${Object.entries(rest)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ')}, init: ${init} }`;
  });

const frame = fc.record({
  name: texts.map(quoted),
  zeta: numbers.map((n) => n.replace(/^("?)-/, '$1')),
  sets,
  simulate,
});

const head = ({ name, zeta, simulate: settings }: { name: string; zeta: string; simulate: string }): string =>
  `name: ${name}\nparameters: [w1, w2]\nconstants: { eta: 0.1, zeta: ${zeta} }\nsimulate: ${settings}\n`;

const lossModels = fc
  .record({
    frame,
    form: fc.constantFrom('squared', 'logistic', 'softmax', 'custom'),
    outputs: fc.array(formula(['w1', 'w2', 'eta', 'x']), { minLength: 2, maxLength: 2 }),
    custom: formula(['w1', 'w2', 'zeta', 'x', 'y', 'f']),
    regulariser: fc.option(formula(['w1', 'w2', 'zeta'])),
    inputs: fc.array(numbers, { minLength: 2, maxLength: 2 }),
    momentum: fc.constantFrom('0', 'eta', '0.9'),
    claims,
  })
  .chain((parts) => lossNoise(parts.form === 'squared').map((noise) => ({ ...parts, noise })))
  .map((parts) => {
    const { form, outputs, inputs } = parts;
    return `${head(parts.frame)}inputs: [x]
targets: [y]
output: ${form === 'softmax' ? list(outputs) : outputs[0]}
loss: ${form === 'custom' ? parts.custom : form}
${parts.regulariser === null ? '' : `regulariser: ${parts.regulariser}\n`}data: { samples: ${list(inputs.map((x) => list([x, '1'])))} }
learningRate: eta
momentum: ${parts.momentum}
noise: ${parts.noise}
${parts.frame.sets === '[]' ? '' : `sets: ${parts.frame.sets}\nclaims: ${list(parts.claims)}`}
`;
  });

const sdeModels = fc
  .record({
    frame,
    potential: fc.option(formula(['w1', 'w2', 'zeta'])),
    drift: fc.array(formula(['w1', 'w2', 'eta']), { minLength: 2, maxLength: 2 }),
    diffusion: fc.array(fc.array(formula(['w1', 'w2', 'zeta']), { minLength: 2, maxLength: 2 }), {
      minLength: 2,
      maxLength: 2,
    }),
  })
  .map(
    ({ frame: parts, potential, drift, diffusion }) =>
      `${head(parts)}${potential === null ? `drift: ${list(drift)}` : `potential: ${potential}`}
noise: [{ kind: explicit, diffusion: ${list(diffusion.map(list))} }]
${parts.sets === '[]' ? '' : `sets: ${parts.sets}`}
`,
  );

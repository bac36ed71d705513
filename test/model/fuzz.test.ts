import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../src/arithmetic/inputError.js';
import { readModel } from '../../src/model/readModel.js';
import { builtinTexts } from './modelTexts.js';

const texts = [...builtinTexts.values()];

/** What stands in model files, and what trips readers of YAML, of formulas and of numbers. */
const fragments = fc.oneof(
  fc.constantFrom(
    ...[
      '[',
      ']',
      '{',
      '}',
      '(',
      ')',
      ',',
      ':',
      ': ',
      '-',
      '- ',
      '?',
      '|',
      '>',
      '&a ',
      '*a',
      '!!set ',
      '#',
      '"',
      "'",
      '\n',
    ],
    ...[
      '\t',
      '  ',
      '\0',
      '---\n',
      '%',
      '@',
      '<<: ',
      '^',
      '/0',
      '*',
      '^-1',
      '1e999',
      '1e-999',
      '.inf',
      '.nan',
      'null',
      'true',
    ],
    ...[
      'mean(',
      'var(x)',
      'exp(',
      'max()',
      'x',
      'y',
      'w1',
      'eta',
      'f',
      'e',
      'pi',
      '__proto__',
      'constructor',
      '0',
      '-1',
      '1/3',
    ],
    ...['softmax', 'logistic', 'squared', 'explicit', 'minibatch', 'label', 'residual', 'epochs', 'full', 'none'],
    ...[
      'data: { csv: a }\n',
      'data: { generate: { n: 2, x: "normal(0,1)", y: x } }\n',
      'potential: w1\n',
      'momentum: 2\n',
    ],
    ...['^(10^9)', '^9999', '9'.repeat(400), '('.repeat(400), '-'.repeat(400), '> 0 ? 1 : 2', '== w2', 'uniform(0, '],
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edits: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
  insert: fc.oneof(fc.constant(''), fragments),
});

function edited(text: string, { at, remove, insert }: Edit): string {
  const position = Math.floor(at * text.length);
  return text.slice(0, position) + insert + text.slice(position + remove);
}

it('any text gives a model or an input error that says where and what', () => {
  const mutated = fc
    .tuple(fc.constantFrom(...texts), fc.array(edits, { minLength: 1, maxLength: 4 }))
    .map(([text, list]) => list.reduce(edited, text.replace(/(\n {4}- \[.*\]){20}/, '')));
  let accepted = 0;
  fc.assert(
    fc.property(mutated, (text) => {
      try {
        readModel(text, 'model.yaml');
        accepted += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as InputError).where).toMatch(/^model\.yaml/);
      }
    }),
    { seed: 1, numRuns: process.env.CHECK_FULL ? 20_000 : 600 },
  );
  expect(accepted).toBeGreaterThan(0);
}, 600_000);

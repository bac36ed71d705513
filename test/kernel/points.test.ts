import { expect, test } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';
import { invarianceOf } from './invarianceOf.js';

const cases = process.env.CHECK_FULL === '1' ? 20_000 : 400;

const places = ['0', '1', '-1', '2', '1/2', '7/3'];

/** A formula in v and x of functions that have no value everywhere, and of steps. */
function randomFormula(stream: RandomStream, depth: number): string {
  const pick = (...from: readonly string[]): string => from[stream.below(from.length)];
  if (depth === 0) return pick('v', 'x', '0', '1', '2', '(1/2)');
  const part = () => `(${randomFormula(stream, depth - 1)})`;
  const makers = [
    () => `${part()}${pick('+', '-', '*', '/')}${part()}`,
    () => `${pick('log', 'sqrt', 'log1p')}${part()}`,
    () => `${pick('exp', 'tanh', 'abs', 'sign', 'erf', 'sin', 'relu', 'sigmoid', 'elu')}${part()}`,
    () => `${part()}^${pick('2', '(-1)', '(-2)', '(1/3)')}`,
    () => `(${part()} ${pick('<', '>=', '==')} ${part()} ? ${part()} : ${part()})`,
  ];
  return makers[stream.below(makers.length)]();
}

test('a point about which the kernel sees values is one about which there are values', () => {
  const stream = randomStream(31, 0);
  let followed = 0;
  for (let i = 0; i < cases; i++) {
    const formula = randomFormula(stream, 3);
    const [v, x] = [places[stream.below(places.length)], places[stream.below(places.length)]];
    const answer = checkCertificate(invarianceOf({ formulas: [`w^2*(${formula})`], point: { v, x } }));
    if (!answer.followed) continue;
    followed++;
    const read = parseExpression(formula);
    const number = (text: string) => evaluate(parseExpression(text), new Map()) as number;
    for (const step of [0, 1e-9, -1e-9, 1e-6, -1e-6]) {
      const value = evaluate(
        read,
        new Map([
          ['v', number(v) + step],
          ['x', number(x)],
        ]),
      );
      expect(value, `${formula} at v = ${v} + ${step}, x = ${x}`).not.toBeNaN();
    }
  }
  expect(followed).toBeGreaterThan(cases / 5);
});

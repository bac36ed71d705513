import { expect, test } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { randomStream } from '../../src/numeric/random.js';
import { driftFinding } from './driftFinding.js';

/** A condition between two values of functions, and a coefficient that has its sign or only seems to. */
function randomCase(seed: number): { left: string; right: string; operator: string; coefficient: string } {
  const stream = randomStream(seed, 0);
  const pick = <T>(...from: readonly T[]): T => from[stream.below(from.length)];
  const inner = () =>
    pick('a', 'b', 'a', 'b', 'a + 1/2', '2*a', 'a*b', 'a^2', 'a - b', '-a', '3', '1/2', 'exp(b)', 'a/b', 'abs(b)', 'c');
  const wraps: readonly ((z: string) => string)[] = [
    ...[
      'log',
      'exp',
      'sqrt',
      'tanh',
      'erf',
      'arctan',
      'sigmoid',
      'softplus',
      'cbrt',
      'log1p',
      'expm1',
      'sinh',
      'cos',
    ].map((name) => (z: string) => `${name}(${z})`),
    ...['3', '5', '2', '4', '(1/3)', '(1/2)', '(3/2)', '(-1)', '(-3)'].map((power) => (z: string) => `(${z})^${power}`),
  ];
  const f = pick(...wraps);
  const isAlike = pick(true, true, false);
  const g = isAlike ? f : pick(...wraps);
  const [p, q] = isAlike ? ['', ''] : [pick('', '2*', '-', '1/2*'), pick('', '2*', '-', '8*')];
  const [a, b] = [inner(), inner()];
  const plus = isAlike ? '' : pick('', ' + 1', ' - log(2)');
  const scaled = `${pick('', '2*', '1/2*', '-')}(${a})`;
  const coefficient = pick(
    ...Array.from({ length: isAlike ? 9 : 2 }, () => `(${a}) - (${b})`),
    `(${a}) + (${b})`,
    `${scaled} - ${pick('', '2*', '8*')}(${b})`,
    `(${a})^2 - (${b})`,
    `(${a}) - (${b})^2`,
    `(${a})*(${b}) - 1`,
    `(${a}) - exp(${b})`,
    `log(2) + (${a}) - (${b})`,
    `${p}(${f(a)}) - ${q}(${g(b)})${plus}`,
  );
  const isNumber = !isAlike && pick(true, false);
  return {
    left: `${p}${f(a)}${plus}`,
    right: isNumber ? pick('0', '1', '1/2', '8', '-8') : `${q}${g(b)}`,
    operator: pick('>', '>', '>', '<', '>='),
    coefficient,
  };
}

const points = [-3, -2, -1.5, -1, -0.5, -0.25, 0.25, 0.5, 1, 1.5, 2, 3, 0.1, -0.1, 7];

/** Whether condition and sign differ at a point beyond doubt of rounding; null where one side has no value. */
function differsAt(
  { left, right, operator, coefficient }: ReturnType<typeof randomCase>,
  at: ReadonlyMap<string, number>,
) {
  const [l, r, h] = [left, right, coefficient].map((text) => evaluate(parseExpression(text), at) as number);
  const isClear = Math.abs(l - r) > 1e-9 * (1 + Math.abs(l) + Math.abs(r)) && Math.abs(h) > 1e-9;
  if (![l, r, h].every(Number.isFinite) || !isClear) return null;
  return (operator === '<' ? l < r : l > r) !== h > 0;
}

test('what is proved by increasing functions holds at sampled points, and what is refuted differs at its witness', () => {
  const cases = process.env.CHECK_FULL === '1' ? 3000 : 24;
  const statuses = new Map<string, number>();
  for (let seed = 1; seed <= cases; seed++) {
    const one = randomCase(seed);
    const says = `${one.left} ${one.operator} ${one.right} against ${one.coefficient}, seed ${seed}`;
    const { status, witness } = driftFinding(`-w*(${one.coefficient})`, `${one.left} ${one.operator} ${one.right}`);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 'refuted' && witness?.kind === 'attraction') {
      const at = new Map([...witness.instance.constants].map(([name, value]) => [name, toNumber(value)]));
      expect(differsAt(one, at), says).not.toBe(false);
    }
    if (status !== 'proved') continue;
    const stream = randomStream(seed, 1);
    for (let i = 0; i < 200; i++) {
      const at = new Map(['a', 'b', 'c'].map((name) => [name, points[stream.below(points.length)]]));
      expect(differsAt(one, at), `${says}, at ${JSON.stringify([...at])}`).not.toBe(true);
    }
  }
  expect(statuses.get('proved')).toBeGreaterThan(cases / 20);
  expect(statuses.get('refuted')).toBeGreaterThan(cases / 20);
}, 3_600_000);

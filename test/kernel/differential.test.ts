import { expect, test } from 'vitest';
import { zeroTest } from '../../src/expression/algebra/zeroTest.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { childrenOf, type Expression } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { checkCertificate } from '../../src/kernel/checkCertificate.js';
import { randomStream } from '../../src/numeric/random.js';
import { invarianceOf } from './invarianceOf.js';
import { randomLoss } from './randomInvariance.js';

const isFull = process.env.CHECK_FULL === '1';
/** Losses of one block; in full a million cases, half of them of each property. One block alone: `-t "from seed 20001 on"`. */
const size = isFull ? 10_000 : 1_500;
const blocks = Array.from({ length: isFull ? 50 : 1 }, (_, block) => 1 + block * size);

const places = ['0', '1', '-1', '2', '1/2', '-3/2'];

/** Whether the kernel follows at one of a few points of the domain, and takes no limits: limits.test.ts has those. */
function isFollowed(role: 'loss' | 'drift', formula: string): boolean {
  const tried = [
    { v: '3/2', x: '2/3', c: '5/4' },
    { v: '-3/2', x: '2/3', c: '-5/4' },
    { v: '1/2', x: '-2/3', c: '3' },
  ];
  return tried.some((point) => {
    const answer = checkCertificate(
      invarianceOf({ role, formulas: role === 'loss' ? [formula] : [formula, '0'], point }),
    );
    return answer.followed && answer.statement.every(({ name }) => name !== 'limits');
  });
}

/** In double precision; NaN where a comparison has no value, which doubles take for false. */
function valueAt(formula: Expression, w: number, at: ReadonlyMap<string, number>): number {
  const values = new Map([...at, ['w', w]]);
  const compared = (node: Expression): Expression[] => [
    ...(node.kind === 'comparison' ? [node.left, node.right] : []),
    ...childrenOf(node).flatMap(compared),
  ];
  if (compared(formula).some((side) => !Number.isFinite(evaluate(side, values)))) return Number.NaN;
  return evaluate(formula, values) as number;
}

/** A slope across the set that is far from 0, at a point about which the formula has values; null where there is none. */
function slopeAt(formula: Expression, at: ReadonlyMap<string, number>): number | null {
  const near = [2 ** -12, 2 ** -22, 2 ** -25].flatMap((h) => [h, -h]);
  const about = [...near, 0].flatMap((w) => [0, 1e-6, -1e-6].map((dv) => [w, dv] as const));
  const isDefined = about.every(([w, dv]) =>
    Number.isFinite(valueAt(formula, w, new Map([...at, ['v', (at.get('v') as number) + dv]]))),
  );
  if (!isDefined) return null;
  const here = valueAt(formula, 0, at);
  const slopes = near.map((h) => (valueAt(formula, h, at) - here) / h);
  const least = [slopes[2], slopes[3], slopes[4], slopes[5]];
  // steady as the step shrinks: a curvature, or rounding, would change it
  for (const [one, other] of [
    [least[0], least[2]],
    [least[1], least[3]],
  ]) {
    if (Math.abs(other) > 0.01 && Math.abs(one / other - 1) < 0.5) return other;
  }
  return null;
}

test.each(blocks)(
  'where the kernel follows that a loss, from seed %i on, has no slope across a set, difference quotients find none',
  (first) => {
    let followed = 0;
    for (let seed = first; seed < first + size; seed++) {
      const loss = randomLoss(seed);
      if (!isFollowed('loss', loss)) continue;
      followed++;
      const formula = parseExpression(loss);
      const stream = randomStream(seed, 1);
      for (let i = 0; i < 8; i++) {
        const at = new Map(['v', 'x', 'c'].map((name) => [name, numberOf(places[stream.below(places.length)])]));
        expect(slopeAt(formula, at), `seed ${seed}: ${loss} at ${JSON.stringify([...at])}`).toBeNull();
      }
    }
    expect(followed).toBeGreaterThan(size / 10);
  },
  3_600_000,
);

test.each(blocks)(
  'what the kernel calls 0, from seed %i on, the zero test never refutes, and it is 0 at 0, 1, −1 and the like',
  (first) => {
    let followed = 0;
    for (let seed = first; seed < first + size; seed++) {
      const text = randomLoss(seed);
      // on the set alone: what stands beside w, so that there is something to be 0
      const drift = text.replaceAll(/\bw\*\(/g, '1*(');
      if (!isFollowed('drift', drift)) continue;
      followed++;
      const formula = parseExpression(drift);
      const onSet = parseExpression(drift.replaceAll(/\bw\b/g, '0'));
      if (isFull || seed % 10 === 0) expect(zeroTest(onSet).status, `seed ${seed}: ${drift}`).not.toBe('nonzero');
      const stream = randomStream(seed, 2);
      for (let i = 0; i < 8; i++) {
        const at = new Map(['v', 'x', 'c'].map((name) => [name, numberOf(places[stream.below(places.length)])]));
        const value = valueAt(formula, 0, at);
        if (!Number.isFinite(value)) continue;
        expect(Math.abs(value), `seed ${seed}: ${drift} at ${JSON.stringify([...at])}`).toBeLessThan(1e-9);
      }
    }
    expect(followed).toBeGreaterThan(size / 20);
  },
  3_600_000,
);

function numberOf(text: string): number {
  const [above, below = '1'] = text.split('/');
  return Number(above) / Number(below);
}

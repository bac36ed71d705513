import { spawnSync } from 'node:child_process';
import { rational } from '../src/arithmetic/rational.js';
import { zeroTest } from '../src/expression/algebra/zeroTest.js';
import { difference, type Expression, symbolsOf } from '../src/expression/syntax/expression.js';
import { printExpression } from '../src/expression/syntax/print.js';
import { randomStream } from '../src/numeric/random.js';
import { identities } from '../test/symbolic/disguises.js';
import { evaluateFixed, fixed } from '../test/symbolic/fixedPoint.js';
import { randomExpression } from '../test/symbolic/randomExpressions.js';
import { sympyText } from './sympyText.js';
import { summary, timed } from './timing.js';

/*
 * The zero test on zeros in disguise, some for every identity of the tests, against SymPy's simplify in the same run where
 * it is installed (each question is given up after ten seconds). Rows by the hardest function that occurs.
 *   npx tsc -p tsconfig.json && node dist/bench/zeroTest.js [zeros an identity] [seed]
 */

const each = Number(process.argv[2] ?? 2);
const seed = Number(process.argv[3] ?? 1);

function disguisedZeros(name: string, index: number): Expression[] {
  return Array.from({ length: each }, (_, round) => {
    const random = randomStream(seed, 1000 * round + index);
    for (;;) {
      const node = randomExpression(random, 3);
      const written = identities[name](node, random);
      if (written === null || symbolsOf(node).length === 0) continue;
      const zero = difference(node, written);
      // what has no value anywhere is no question
      if (zero.kind !== 'number' && hasValue(zero)) return zero;
    }
  });
}

function hasValue(expression: Expression): boolean {
  return [1, 2, 3].some((k) => {
    const values = Object.entries({ a: rational(5 * k, 7), b: rational(3 - 2 * k, 11), c: rational(17, 9 * k) });
    return evaluateFixed(expression, new Map(values.map(([name, value]) => [name, fixed(value)]))) !== null;
  });
}

/** The first whose functions occur; conditionals count as piecewise. */
const rows: readonly (readonly [string, RegExp])[] = [
  ['piecewise', /\?|\b(relu|abs|max|min|sign)\b/],
  ['erf', /\b(erf|gelu)\b/],
  ['roots and logarithms', /\b(sqrt|log|softplus)\b/],
  ['trigonometric', /\b(sin|cos|tan)\b/],
  ['exponential', /\b(exp|sinh|cosh|tanh|sigmoid)\b/],
  ['rational', /./],
];

function rowOf(expression: Expression): number {
  const text = printExpression(expression);
  return rows.findIndex(([, pattern]) => pattern.test(text));
}

const zeros = Object.keys(identities).flatMap((name, i) => disguisedZeros(name, i));

const script = `
import sys, time, signal
from sympy import *
a_, b_, c_ = symbols('a b c', real=True)
def late(signum, frame): raise TimeoutError()
signal.signal(signal.SIGALRM, late)
for line in sys.stdin:
    start = time.process_time()
    signal.alarm(10)
    try:
        result = simplify(eval(line)) == 0
    except Exception as error:
        result = False
    signal.alarm(0)
    print(1 if result else 0, 1000*(time.process_time() - start), flush=True)
`;

// once for the compiler of the engine that runs this, then the median of three
for (const zero of zeros) zeroTest(zero);
const ours = zeros.map((zero) => {
  const runs = [1, 2, 3].map(() => timed(() => zeroTest(zero).status));
  return runs.sort((a, b) => a.milliseconds - b.milliseconds)[1];
});

const sympy = spawnSync('python3', ['-c', script], { encoding: 'utf8', input: `${zeros.map(sympyText).join('\n')}\n` });
const theirs =
  sympy.status === 0
    ? sympy.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ').map(Number))
    : null;
if (theirs === null) console.log('SymPy is not installed: no peer to compare with');

console.log(`${zeros.length} zeros in disguise, CPU ms in all (proved of all):`);
for (const [row, [name]] of rows.entries()) {
  const members = zeros.flatMap((zero, i) => (rowOf(zero) === row ? [i] : []));
  if (members.length === 0) continue;
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const own = total(members.map((i) => ours[i].milliseconds));
  const proved = members.filter((i) => ours[i].result === 'zero').length;
  let peer = '';
  if (theirs !== null) {
    const time = total(members.map((i) => theirs[i][1]));
    const found = members.filter((i) => theirs[i][0] === 1).length;
    peer = `   SymPy ${time.toFixed(0)} (${found})   ratio ${(time / own).toFixed(0)}`;
  }
  console.log(`  ${name.padEnd(22)} ours ${own.toFixed(1)} (${proved} of ${members.length})${peer}`);
}
console.log(`one by one: ours ${summary(ours.map(({ milliseconds }) => milliseconds))}`);
if (theirs !== null) {
  console.log(`         SymPy ${summary(theirs.map(([, milliseconds]) => milliseconds))}`);
  const slower = zeros.filter((_, i) => ours[i].milliseconds > theirs[i][1]);
  for (const zero of slower) console.log(`SymPy is faster on ${printExpression(zero)}`);
}

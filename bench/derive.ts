import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { zeroTest } from '../src/expression/algebra/zeroTest.js';
import { gradient } from '../src/expression/calculus/differentiate.js';
import { substitute } from '../src/expression/calculus/substitute.js';
import { symbol } from '../src/expression/syntax/expression.js';
import { parseExpression } from '../src/expression/syntax/parse.js';
import { parametrisation } from '../src/model/affineSet.js';
import { builtinModels } from '../src/model/builtin/index.js';
import type { Model } from '../src/model/model.js';
import { readModel } from '../src/model/readModel.js';
import { deriveSet } from '../src/symbolic/derive.js';
import { deriveInvariance } from '../src/symbolic/invariance.js';
import { linearise } from '../src/symbolic/linearise.js';
import { stateProblem } from '../src/symbolic/statement.js';
import { sympyText } from './sympyText.js';
import { timed } from './timing.js';

/*
 * Time to derive every built-in model; and of the part of it that SymPy is given too, where it is installed: the normal
 * gradients on the set and the normal Hessians of loss, regulariser and outputs, simplified (no condition, exponents,
 * thresholds). And time of gradient, Hessian and the zero test that proves the permutation set of two neurons invariant, for two-layer
 * networks of 2 to 16 neurons.
 * Run: npx tsc -p tsconfig.json && node dist/bench/derive.js
 */

const runs = 5;

function medianTime(work: () => void): number {
  const times = Array.from({ length: runs }, () => timed(work).milliseconds).sort((a, b) => a - b);
  return times[runs >> 1];
}

/** What SymPy is asked about a model: scalars whose normal gradient vanishes on each set, with the set's parametrisation. */
function sympyQuestion(model: Model) {
  const { dynamics, parameters } = model;
  const scalars =
    dynamics.kind === 'loss'
      ? [dynamics.loss, dynamics.regulariser, ...(dynamics.output ?? [])]
      : [dynamics.potential ?? dynamics.drift[0]];
  const names = [...parameters, ...model.constants.keys()];
  if (dynamics.kind === 'loss') names.push(...dynamics.data.inputs, ...dynamics.data.targets);
  return {
    names,
    parameters,
    scalars: scalars.map(sympyText),
    sets: model.sets.map((set) => ({
      normals: set.rows.map((row) => row.map(({ numerator, denominator }) => `Rational(${numerator},${denominator})`)),
      onSet: [...parametrisation(set, parameters)].map(([name, value]) => [name, sympyText(value)]),
    })),
  };
}

const modelScript = `
import sys, time, json
from sympy import *
from sympy.core.cache import clear_cache
def work(model):
    scope = dict(globals()); scope.update({name + '_': Symbol(name, real=True) for name in model['names']})
    read = lambda text: eval(text, scope)
    parameters = [scope[p + '_'] for p in model['parameters']]
    for s in model['sets']:
        normals = [[read(entry) for entry in row] for row in s['normals']]
        on_set = {scope[name + '_']: read(value) for name, value in s['onSet']}
        along = lambda f, row: sum(n*diff(f, p) for n, p in zip(row, parameters))
        for f in map(read, model['scalars']):
            slopes = [along(f, row) for row in normals]
            for slope in slopes: simplify(slope.subs(on_set))
            for slope in slopes:
                for row in normals: simplify(along(slope, row).subs(on_set))
for line in sys.stdin:
    model = json.loads(line)
    times = []
    for _ in range(3):
        clear_cache()
        start = time.process_time(); work(model); times.append(time.process_time() - start)
    print(1000*sorted(times)[1], flush=True)
`;

const models = builtinModels.map(({ id, file }) => ({
  id,
  model: readModel(readFileSync(`src/model/builtin/${file}`, 'utf8'), id),
}));
const questions = models.map(({ model }) => JSON.stringify(sympyQuestion(model))).join('\n');
const asked = spawnSync('python3', ['-c', modelScript], { encoding: 'utf8', input: `${questions}\n` });
const answers = asked.status === 0 ? asked.stdout.trim().split('\n').map(Number) : null;
if (answers === null) console.log('SymPy is not installed: no peer to compare with');

console.log('deriving the built-in models, all their sets (median of 5, CPU ms):');
for (const [i, { id, model }] of models.entries()) {
  const whole = medianTime(() => {
    for (const set of model.sets) deriveSet(model, set);
  });
  const part = medianTime(() => {
    for (const set of model.sets) {
      const statement = stateProblem(model, set);
      if (deriveInvariance(statement).status === 'proved' && statement.breaks.length === 0) linearise(statement);
    }
  });
  const peer = answers === null ? '' : `   SymPy ${answers[i].toFixed(1)}   ratio ${(answers[i] / part).toFixed(1)}`;
  console.log(`  ${id.padEnd(9)} ${whole.toFixed(1)}   of it gradients and Hessians ${part.toFixed(1)}${peer}`);
}

/** Gradient and Hessian of ½(Σ a_j tanh(w_j x) − y)², and the proof that w1 = w2, a1 = a2 is kept. */
function ours(neurons: number): void {
  const indices = Array.from({ length: neurons }, (_, j) => j + 1);
  const output = indices.map((j) => `a${j}*tanh(w${j}*x)`).join(' + ');
  const loss = parseExpression(`(${output} - y)^2/2`, 'network');
  const parameters = indices.flatMap((j) => [`w${j}`, `a${j}`]);
  const slopes = gradient(loss, parameters);
  for (const slope of slopes) gradient(slope, parameters);
  const onSet = new Map([
    ['w2', symbol('w1')],
    ['a2', symbol('a1')],
  ]);
  for (const [first, second] of [
    [0, 2],
    [1, 3],
  ]) {
    const normal = parseExpression('p - q', 'difference');
    const component = substitute(
      normal,
      new Map([
        ['p', substitute(slopes[first], onSet)],
        ['q', substitute(slopes[second], onSet)],
      ]),
    );
    if (zeroTest(component, { data: ['x', 'y'] }).status !== 'zero') throw new Error('the set should be invariant');
  }
}

const sympyScript = `
import sys, time
from sympy import symbols, tanh, diff, simplify
def work(n):
    x, y = symbols('x y')
    w = symbols('w1:%d' % (n + 1)); a = symbols('a1:%d' % (n + 1))
    loss = (sum(a[j]*tanh(w[j]*x) for j in range(n)) - y)**2/2
    parameters = [p for pair in zip(w, a) for p in pair]
    slopes = [diff(loss, p) for p in parameters]
    hessian = [[diff(s, p) for p in parameters] for s in slopes]
    for first, second in ((0, 2), (1, 3)):
        assert simplify((slopes[first] - slopes[second]).subs({w[1]: w[0], a[1]: a[0]})) == 0
for n in (2, 4, 8, 16):
    times = []
    for _ in range(3):
        from sympy.core.cache import clear_cache
        clear_cache()
        start = time.process_time(); work(n); times.append(time.process_time() - start)
    print(1000*sorted(times)[1])
`;

const sympy = spawnSync('python3', ['-c', sympyScript], { encoding: 'utf8' });
const theirs = sympy.status === 0 ? sympy.stdout.trim().split('\n').map(Number) : null;
console.log('gradient, Hessian and zero test of a two-layer network (CPU ms):');
for (const [i, neurons] of [2, 4, 8, 16].entries()) {
  const own = medianTime(() => ours(neurons));
  const peer = theirs === null ? '' : `   SymPy ${theirs[i].toFixed(1)}   ratio ${(theirs[i] / own).toFixed(1)}`;
  console.log(`  ${String(neurons).padStart(2)} neurons   ours ${own.toFixed(1)}${peer}`);
}

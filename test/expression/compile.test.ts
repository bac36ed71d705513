import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../properties/arbitraries/expressions.js';
import { InputError } from '../../src/arithmetic/inputError.js';
import { compileJavaScript, emitJavaScript } from '../../src/expression/compile/javascript.js';
import { compileProgram } from '../../src/expression/compile/program.js';
import { compileTensor, type TensorOperations } from '../../src/expression/compile/tensor.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { functions } from '../../src/expression/functions/functions.js';
import { holds } from '../../src/expression/syntax/condition.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { closeTo } from './closeTo.js';

const treacherous = ['x', 'constructor', '__proto__', 'Math', 'values', 'return'];

/** Coarse coordinates, so that no product of a few of them is subnormal and loses digits. */
const coordinates = fc.integer({ min: -192, max: 192 }).map((n) => n / 64);

const points = fc.array(coordinates, {
  minLength: treacherous.length,
  maxLength: treacherous.length,
});

/** Exact fractions below it are read within one unit in the last place only. */
const smallestNormal = 2 ** -1022;

function run(text: string, names: readonly string[], values: readonly number[]): number {
  const out = new Float64Array(1);
  compileJavaScript([parseExpression(text)], names)(Float64Array.from(values), out);
  return out[0];
}

/** Tensors of one element that count the operations on them. */
function countingOperations(): TensorOperations<number | boolean> & { count: number } {
  type Value = number | boolean;
  const counted = (compute: (a: number, b: number) => Value) => (a: Value, b: Value) => {
    operations.count++;
    return compute(a as number, b as number);
  };
  const operations = {
    count: 0,
    number: (value: number): Value => value,
    add: counted((a, b) => a + b),
    subtract: counted((a, b) => a - b),
    multiply: counted((a, b) => a * b),
    divide: counted((a, b) => a / b),
    power: counted((a, b) => a ** b),
    negate: (a: Value) => -(a as number),
    call: (name: keyof typeof functions, values: readonly Value[]): Value => {
      operations.count++;
      return functions[name].evaluate(...(values as number[]));
    },
    compare: (operator: Parameters<typeof holds>[0], a: Value, b: Value): Value =>
      holds(operator, a as number, b as number),
    and: (a: Value, b: Value) => (a && b) as Value,
    or: (a: Value, b: Value) => (a || b) as Value,
    not: (a: Value) => !a,
    select: (condition: Value, then: Value, otherwise: Value) => (condition ? then : otherwise),
  };
  return operations;
}

describe('compileJavaScript', () => {
  it('computes what evaluate computes, whatever the names are called', () => {
    fc.assert(
      fc.property(expressions({ names: treacherous, moments: false }), points, (expression, point) => {
        const out = new Float64Array(1);
        compileJavaScript([expression], treacherous)(Float64Array.from(point), out);
        const expected = evaluate(expression, new Map(treacherous.map((name, i) => [name, point[i]])));
        expect(closeTo(out[0], expected as number)).toBe(true);
      }),
      { seed: 30, numRuns: 500 },
    );
  });

  it('computes several outputs at once, and conditions as 0 and 1', () => {
    const outputs = ['x + y', 'x < y', 'not (x < y) or y == 2'].map((text) => parseExpression(text));
    const out = new Float64Array(3);
    compileJavaScript(outputs, ['x', 'y'])(Float64Array.of(1, 2), out);
    expect([...out]).toEqual([3, 1, 1]);
  });

  it('divides where the formula divides, and gives no NaN for a branch that is not chosen', () => {
    expect(run('x/y', ['x', 'y'], [1e-310, 1e-310])).toBe(1);
    expect(run('x == 0 ? 1 : sin(x)/x', ['x'], [0])).toBe(1);
    expect(run('x > 0 ? log(x) : 0', ['x'], [-1])).toBe(0);
  });

  it('keeps every normal double in its literals', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(value === 0 || Math.abs(value) >= smallestNormal);
        expect(run(`x + (${String(value).replace('e+', 'e')})`, ['x'], [0])).toBe(value + 0);
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it('gives the same function for the same expressions', () => {
    const first = compileJavaScript([parseExpression('x^2 + 1')], ['x']);
    expect(compileJavaScript([parseExpression('x^2 + 1')], ['x'])).toBe(first);
    expect(compileJavaScript([parseExpression('x^2 + 1')], ['y', 'x'])).not.toBe(first);
  });

  it('refuses an unbound name and a mean', () => {
    expect(() => run('x + y', ['x'], [1])).toThrow(InputError);
    expect(() => run('mean(x)', ['x'], [1])).toThrow(InputError);
  });
});

describe('emitJavaScript', () => {
  it('leaves no name of a user in the code', () => {
    const { statements, results, helpers } = emitJavaScript(
      compileProgram([parseExpression('alert*erf(document^3) + (alert < 1 ? 2 : document)')]),
      { input: (name) => (name === 'alert' ? 'p[0]' : 'p[1]') },
    );
    expect(`${statements}${results}`).not.toMatch(/alert|document/);
    expect([...helpers.keys()]).toEqual(['call_erf']);
  });

  it('writes whole powers as multiplications', () => {
    const { statements } = emitJavaScript(compileProgram([parseExpression('x^8 + 1/x^3')]), { input: () => 'x' });
    expect(statements).not.toContain('pow');
    expect(statements.match(/\*/g)).toHaveLength(4); // x², x⁴, x⁸; x³ from x²
  });
});

describe('compileProgram', () => {
  it('works every shared part out once', () => {
    const outputs = ['tanh(w*x)', '1 - tanh(w*x)^2', 'x*(1 - tanh(w*x)^2)'].map((text) => parseExpression(text));
    const kinds = compileProgram(outputs).operations.map((operation) => operation.kind);
    expect(kinds.filter((kind) => kind === 'call')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'subtract')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'multiply')).toHaveLength(3);
  });

  it('works out numbers beforehand and keeps no step that nothing needs', () => {
    const { operations } = compileProgram([parseExpression('x*exp(2)/sqrt(2*pi)')]);
    expect(operations.map((operation) => operation.kind).sort()).toEqual([
      'divide',
      'input',
      'multiply',
      'number',
      'number',
    ]);
  });
});

describe('compileTensor', () => {
  it('computes what the scalar program computes', () => {
    fc.assert(
      fc.property(expressions({ names: treacherous, moments: false }), points, (expression, point) => {
        const out = new Float64Array(1);
        compileJavaScript([expression], treacherous)(Float64Array.from(point), out);
        const [value] = compileTensor([expression], treacherous, countingOperations())(point);
        expect(value).toBe(out[0]);
      }),
      { seed: 32, numRuns: 300 },
    );
  });

  it('runs a shared operation once', () => {
    const operations = countingOperations();
    const outputs = [parseExpression('exp(x*y) + 1'), parseExpression('exp(x*y)*2')];
    expect(compileTensor(outputs, ['x', 'y'], operations)([1, 2])).toEqual([Math.exp(2) + 1, Math.exp(2) * 2]);
    expect(operations.count).toBe(4);
  });

  it('refuses an unbound name before anything runs', () => {
    expect(() => compileTensor([parseExpression('x + y')], ['x'], countingOperations())).toThrow(InputError);
  });
});

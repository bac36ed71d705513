import {
  call,
  comparison,
  conditional,
  difference,
  type Expression,
  fraction,
  number,
  power,
  product,
  quotient,
  sum,
} from '../../src/expression/syntax/expression.js';
import type { FunctionName } from '../../src/expression/syntax/functionName.js';
import type { RandomStream } from '../../src/numeric/random.js';
import { numbersIn, pick, randomExpression, withOneReplaced } from './randomExpressions.js';

/*
 * Identities of school mathematics, each a way to write a node differently: equal wherever both sides are defined. None
 * comes from the simplifier or the normal form, which are to see through them.
 */

type Identity = (node: Expression, random: RandomStream) => Expression | null;

const one = number(1);
const two = number(2);
const half = fraction(1, 2);
const exp = (z: Expression): Expression => call('exp', z);
const minus = (z: Expression): Expression => product(number(-1), z);
const square = (z: Expression): Expression => power(z, 2);

/** An identity for the calls of one function. */
function of(name: FunctionName, write: (z: Expression, w: Expression) => Expression): Identity {
  return (node) =>
    node.kind === 'call' && node.function === name ? write(node.arguments[0], node.arguments[1] ?? one) : null;
}

/** An identity for f(u + v), u the first term. */
function ofSum(name: FunctionName, write: (u: Expression, v: Expression) => Expression): Identity {
  return (node) => {
    if (node.kind !== 'call' || node.function !== name) return null;
    const [z] = node.arguments;
    return z.kind === 'sum' ? write(z.terms[0], sum(...z.terms.slice(1))) : null;
  };
}

export const identities: Readonly<Record<string, Identity>> = {
  'exp z = 1/exp(-z)': of('exp', (z) => power(exp(minus(z)), -1)),
  'exp z = cosh z + sinh z': of('exp', (z) => sum(call('cosh', z), call('sinh', z))),
  'exp z = exp(z/2)^2': of('exp', (z) => square(exp(product(half, z)))),
  'exp(u + v)': ofSum('exp', (u, v) => product(exp(u), exp(v))),
  'log z = -log(1/z)': of('log', (z) => minus(call('log', power(z, -1)))),
  'log z = 2 log sqrt z': of('log', (z) => product(two, call('log', call('sqrt', z)))),
  'sqrt z = z/sqrt z': of('sqrt', (z) => quotient(z, call('sqrt', z))),
  'sqrt z = exp(log(z)/2)': of('sqrt', (z) => exp(product(half, call('log', z)))),
  '|z| = sqrt(z^2)': of('abs', (z) => call('sqrt', square(z))),
  '|z| = relu z + relu -z': of('abs', (z) => sum(call('relu', z), call('relu', minus(z)))),
  '|z| = z sign z': of('abs', (z) => product(z, call('sign', z))),
  '|z| = max(z, -z)': of('abs', (z) => call('max', z, minus(z))),
  'sign z = -sign -z': of('sign', (z) => minus(call('sign', minus(z)))),
  'sign z = sign(z^3)': of('sign', (z) => call('sign', power(z, 3))),
  'sin z = -sin -z': of('sin', (z) => minus(call('sin', minus(z)))),
  'sin z = 2 sin(z/2) cos(z/2)': of('sin', (z) =>
    product(two, call('sin', product(half, z)), call('cos', product(half, z))),
  ),
  'sin(u + v)': ofSum('sin', (u, v) =>
    sum(product(call('sin', u), call('cos', v)), product(call('cos', u), call('sin', v))),
  ),
  'cos z = 1 - 2 sin(z/2)^2': of('cos', (z) => difference(one, product(two, square(call('sin', product(half, z)))))),
  'cos(u + v)': ofSum('cos', (u, v) =>
    difference(product(call('cos', u), call('cos', v)), product(call('sin', u), call('sin', v))),
  ),
  'tan z = sin z/cos z': of('tan', (z) => quotient(call('sin', z), call('cos', z))),
  'sinh z by exp': of('sinh', (z) => product(half, difference(exp(z), exp(minus(z))))),
  'sinh z = tanh z cosh z': of('sinh', (z) => product(call('tanh', z), call('cosh', z))),
  'cosh z by exp': of('cosh', (z) => product(half, sum(exp(z), exp(minus(z))))),
  'cosh z = 1 + 2 sinh(z/2)^2': of('cosh', (z) => sum(one, product(two, square(call('sinh', product(half, z)))))),
  'tanh z = 2 sigmoid(2z) - 1': of('tanh', (z) => difference(product(two, call('sigmoid', product(two, z))), one)),
  'tanh z = (E - 1)/(E + 1)': of('tanh', (z) => {
    const grown = exp(product(two, z));
    return quotient(difference(grown, one), sum(grown, one));
  }),
  'tanh z = -tanh -z': of('tanh', (z) => minus(call('tanh', minus(z)))),
  'tanh(u + v)': ofSum('tanh', (u, v) =>
    quotient(sum(call('tanh', u), call('tanh', v)), sum(one, product(call('tanh', u), call('tanh', v)))),
  ),
  'erf z = -erf -z': of('erf', (z) => minus(call('erf', minus(z)))),
  'relu z = (z + |z|)/2': of('relu', (z) => product(half, sum(z, call('abs', z)))),
  'relu z = max(0, z)': of('relu', (z) => call('max', number(0), z)),
  'relu z = z + relu -z': of('relu', (z) => sum(z, call('relu', minus(z)))),
  'gelu z by erf': of('gelu', (z) => product(half, z, sum(one, call('erf', quotient(z, call('sqrt', two)))))),
  'gelu z = z + gelu -z': of('gelu', (z) => sum(z, call('gelu', minus(z)))),
  'sigmoid z = 1 - sigmoid -z': of('sigmoid', (z) => difference(one, call('sigmoid', minus(z)))),
  'sigmoid z = (1 + tanh(z/2))/2': of('sigmoid', (z) => product(half, sum(one, call('tanh', product(half, z))))),
  'softplus z = log(1 + exp z)': of('softplus', (z) => call('log', sum(one, exp(z)))),
  'softplus z = z + softplus -z': of('softplus', (z) => sum(z, call('softplus', minus(z)))),
  'max = (z + w + |z - w|)/2': of('max', (z, w) => product(half, sum(z, w, call('abs', difference(z, w))))),
  'max = -min of negatives': of('max', (z, w) => minus(call('min', minus(z), minus(w)))),
  'max by cases': of('max', (z, w) => conditional(comparison('>', z, w), z, w)),
  'min = z + w - max': of('min', (z, w) => difference(sum(z, w), call('max', z, w))),
  'min = w - relu(w - z)': of('min', (z, w) => difference(w, call('relu', difference(w, z)))),
  'u (v + w) = u v + u w': (node) => {
    if (node.kind !== 'product') return null;
    const at = node.factors.findIndex((factor) => factor.kind === 'sum');
    const chosen = node.factors[at];
    if (chosen?.kind !== 'sum') return null;
    const others = node.factors.filter((_, i) => i !== at);
    return sum(...chosen.terms.map((term) => product(term, ...others)));
  },
  '(u + v)^2': (node) => {
    if (node.kind !== 'power' || node.base.kind !== 'sum') return null;
    if (node.exponent.kind !== 'number' || node.exponent.value.numerator !== 2n) return null;
    const [u, ...rest] = node.base.terms;
    const v = sum(...rest);
    return sum(square(u), product(two, u, v), square(v));
  },
  'u + v = (u^2 - v^2)/(u - v)': (node) => {
    if (node.kind !== 'sum') return null;
    const [u, ...rest] = node.terms;
    const v = sum(...rest);
    return quotient(difference(square(u), square(v)), difference(u, v));
  },
  'u + v = u (1 + v/u)': (node) => {
    if (node.kind !== 'sum') return null;
    const [u, ...rest] = node.terms;
    return product(u, sum(one, quotient(sum(...rest), u)));
  },
  'c ? u : v = c ? u - v : 0, plus v': (node) =>
    node.kind === 'conditional'
      ? sum(node.otherwise, conditional(node.condition, difference(node.then, node.otherwise), number(0)))
      : null,
  'z = z (sin^2 + cos^2)': (node, random) => {
    const t = randomExpression(random, 2);
    return product(node, sum(square(call('sin', t)), square(call('cos', t))));
  },
  'z = z (cosh^2 - sinh^2)': (node, random) => {
    const t = randomExpression(random, 2);
    return product(node, difference(square(call('cosh', t)), square(call('sinh', t))));
  },
  'z = z (t + 1) - z t': (node, random) => {
    const t = randomExpression(random, 2);
    return difference(product(node, sum(t, one)), product(node, t));
  },
  'z by cases': (node, random) => {
    const condition = comparison('>', randomExpression(random, 2), number(0));
    return sum(conditional(condition, node, number(0)), conditional(condition, number(0), node));
  },
  'z = relu z - relu -z': (node) => difference(call('relu', node), call('relu', minus(node))),
};

const all = Object.values(identities);

/** The expression with `count` of its nodes written differently; the identities nest. */
export function disguised(expression: Expression, count: number, random: RandomStream): Expression {
  let result = expression;
  for (let done = 0, tries = 0; done < count && tries < 40; tries++) {
    const nodes = numbersIn(result);
    const target = pick(random, nodes);
    const written = pick(random, all)(target, random);
    if (written === null) continue;
    result = withOneReplaced(result, target, written);
    done++;
  }
  return result;
}

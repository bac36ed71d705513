import { sign as signOfRational } from '../arithmetic/rational.js';
import { type Sign, signFrom, signOfPower, signOfProduct, signOfSum } from '../arithmetic/sign.js';
import { functions } from '../expression/functions/functions.js';
import { type Expression, smallInteger } from '../expression/syntax/expression.js';

/** Names whose sign is known, such as the learning rate's. */
export type SignFacts = ReadonlyMap<string, Sign>;

/**
 * The sign that an expression has wherever it is defined, as far as its shape tells: sums of terms of one sign, products,
 * even powers, functions without zeros, means of what is never negative. Names without a fact range over the reals.
 */
export function knownSign(node: Expression, facts: SignFacts = new Map()): Sign {
  const sign = (inner: Expression): Sign => knownSign(inner, facts);
  switch (node.kind) {
    case 'number':
      return signFrom(signOfRational(node.value));
    case 'constant':
      return 'positive';
    case 'symbol':
      return facts.get(node.name) ?? null;
    case 'sum':
      return node.terms.map(sign).reduce(signOfSum);
    case 'product':
      return node.factors.map(sign).reduce(signOfProduct);
    case 'power':
      return signOfPower(sign(node.base), smallInteger(node.exponent));
    case 'call':
      return functions[node.function].sign(node.arguments.map(sign));
    case 'moment':
      return node.moment === 'var' ? 'nonnegative' : sign(node.argument);
    case 'conditional': {
      const branches = [sign(node.then), sign(node.otherwise)];
      return branches[0] === branches[1] ? branches[0] : null;
    }
    case 'comparison':
    case 'logical':
      return null;
  }
}

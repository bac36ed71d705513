import { type Expression, isNumber } from '../src/expression/syntax/expression.js';

/** An expression as SymPy reads it (names with an underscore behind, since Python has lambda for itself; functions by their definitions where SymPy has none). */
export function sympyText(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return `Rational(${node.value.numerator},${node.value.denominator})`;
    case 'constant':
      return node.name === 'pi' ? 'pi' : 'E';
    case 'symbol':
      return `${node.name}_`;
    case 'sum':
      return `(${node.terms.map(sympyText).join('+')})`;
    case 'product':
      return `(${node.factors.map(sympyText).join('*')})`;
    case 'power':
      return isNumber(node.base, 0) ? 'zoo' : `(${sympyText(node.base)})**(${sympyText(node.exponent)})`;
    case 'call':
      return called(node.function, node.arguments.map(sympyText));
    case 'conditional':
      return `Piecewise((${sympyText(node.then)},${sympyText(node.condition)}),(${sympyText(node.otherwise)},True))`;
    case 'comparison': {
      const [left, right] = [sympyText(node.left), sympyText(node.right)];
      if (node.operator === '==') return `Eq(${left},${right})`;
      return node.operator === '!=' ? `Ne(${left},${right})` : `(${left}${node.operator}${right})`;
    }
    case 'logical':
    case 'moment':
      throw new Error(`${node.kind} does not occur in the benchmark`);
  }
}

function called(name: string, values: readonly string[]): string {
  const [z] = values;
  switch (name) {
    case 'abs':
      return `Abs(${z})`;
    case 'relu':
      return `Max(0,${z})`;
    case 'max':
    case 'min':
      return `${name === 'max' ? 'Max' : 'Min'}(${values.join(',')})`;
    case 'sigmoid':
      return `(1/(1+exp(-(${z}))))`;
    case 'softplus':
      return `log(1+exp(${z}))`;
    case 'gelu':
      return `((${z})*(1+erf((${z})/sqrt(2)))/2)`;
    default:
      return `${name}(${z})`;
  }
}

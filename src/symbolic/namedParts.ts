import { memoised } from '../arithmetic/memoised.js';
import type { Rational } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { differentiate, directionalDerivative } from '../expression/calculus/differentiate.js';
import { functions } from '../expression/functions/functions.js';
import {
  call,
  childrenOf,
  comparison,
  conditional,
  difference,
  type Expression,
  keyOf,
  type NodeOf,
  number,
  numberOne,
  numberZero,
  product,
  quotient,
  sum,
  symbol,
  symbolsOf,
  withChildren,
} from '../expression/syntax/expression.js';
import type { FunctionName } from '../expression/syntax/functionName.js';
import { elementName, elementParts } from '../expression/syntax/names.js';
import { exponentialWeights } from './exponentialWeights.js';
import { type KnownSum, knownSums, withoutKnownSum } from './knownSums.js';
import type { Statement } from './statement.js';

/** A part of a formula with a name of its own, such as z2 = W[2, 1]*x[1] + W[2, 2]*x[2]. */
export interface NamedPart {
  readonly name: string;
  /** on the set, in its free parameters, constants, data and parts that come before */
  readonly definition: Expression;
  /** whether it is a derivative such as gelu'(z2), whose name says it all */
  readonly isDerivative: boolean;
}

/** A part as it is anywhere, with how it is differentiated. */
export interface Part {
  readonly symbol: NodeOf<'symbol'>;
  /** in parameters, constants, data and parts that come before */
  readonly definition: Expression;
  /** its derivative, where the rules of differentiation give something longer */
  readonly slope: ((along: Along) => Expression) | null;
  /** of a derivative: the function, which one it is, and the part that it is taken at */
  readonly derivative: {
    readonly function: FunctionName;
    readonly order: number;
    readonly of: NodeOf<'symbol'>;
  } | null;
}

type Along = (formula: Expression) => Expression;

/**
 * Formulas written over named parts: what functions are taken of (z), outputs (f) and the weights of sums of exponentials
 * (p). Differentiated by the chain rule over the names they stay as short as a net is deep, where expanded formulas grow
 * with all that a sample's residual is made of.
 */
export class NamedParts {
  readonly parts = new Map<string, Part>();
  /** by the key of the definition; the part holds the definition, so that the key stays its own */
  readonly known = new Map<string, Part>();
  private readonly sums: readonly KnownSum[];
  /** whether the model is written in arrays, as parts are then */
  private readonly isInArrays: boolean;
  private readonly letters: Readonly<Record<'argument' | 'output' | 'weight' | 'residual', string>>;

  constructor(readonly statement: Statement) {
    const { model, data } = statement;
    this.sums = knownSums(model);
    const taken = [...model.parameters, ...model.constants.keys(), ...data];
    this.isInArrays = taken.some((name) => elementParts(name) !== null);
    const free = (letters: readonly string[]): string =>
      letters.find((letter) => !taken.some((name) => new RegExp(`^${letter}(?![A-Za-z])`).test(name))) ?? 'part';
    this.letters = {
      argument: free(['z', 's', 'h', 'u']),
      output: free(['f', 'g', 'F']),
      weight: free(['p', 'q', 'P']),
      residual: free(['r', 'e', 'R']),
    };
  }

  /** A formula of the model over names. */
  readonly rewrite = memoised<Expression, Expression>((node) => this.build(node));

  /** Derivatives along a direction (d exact numbers) of formulas over names. */
  along(direction: readonly Rational[]): Along {
    const weights = new Map(this.statement.model.parameters.map((name, i) => [name, number(direction[i])]));
    const derivative = directionalDerivative(
      memoised((name) => {
        const part = this.parts.get(name);
        if (part === undefined) return weights.get(name) ?? numberZero;
        return part.slope === null ? derivative(part.definition) : part.slope(derivative);
      }),
      (name, of) => this.derivativeOf(name, of),
    );
    return derivative;
  }

  /** A formula of the model over names, with the parts that it is made of before anything is restricted to the set. */
  anywhere(formula: Expression): { readonly formula: Expression; readonly parts: readonly NamedPart[] } {
    const rewritten = this.rewrite(formula);
    const whole = rewritten.kind === 'symbol' ? (this.parts.get(rewritten.name)?.definition ?? rewritten) : rewritten;
    const used = new Set<string>();
    const visit = (part: Expression): void => {
      for (const name of symbolsOf(part)) {
        const found = this.parts.get(name);
        if (found === undefined || used.has(name)) continue;
        used.add(name);
        visit(found.definition);
      }
    };
    visit(whole);
    const parts = [...this.parts].flatMap(([name, { definition }]) =>
      used.has(name) ? [{ name, definition, isDerivative: false }] : [],
    );
    return { formula: whole, parts };
  }

  private build(node: Expression): Expression {
    const whole = this.sums.find(({ expression }) => keyOf(expression) === keyOf(node));
    if (whole !== undefined) return this.nameOf(whole);
    if (node.kind === 'sum') {
      for (const known of this.sums) {
        const parted = withoutKnownSum(node, known.expression);
        if (parted !== null) return sum(product(number(parted.factor), this.nameOf(known)), this.rewrite(parted.rest));
      }
    }
    return this.inside(node);
  }

  /** The formula with its parts over names, itself without one. */
  private inside(node: Expression): Expression {
    switch (node.kind) {
      case 'call':
        return call(node.function, ...node.arguments.map((argument) => this.argument(this.rewrite(argument))));
      case 'product': {
        const factors = node.factors.map((factor) => this.rewrite(factor));
        return this.weighed(product(...factors));
      }
      case 'power':
      case 'sum': {
        const children = childrenOf(node).map((child) => this.rewrite(child));
        return this.weighed(withChildren(node, children));
      }
      default:
        return node;
    }
  }

  private argument(value: Expression): Expression {
    const isOpen = symbolsOf(value).some((name) => this.parts.has(name) || this.statement.parameters.includes(name));
    return isOpen ? this.named(this.letters.argument, value) : value;
  }

  private readonly nameOf = memoised<KnownSum, Expression>(({ kind, expression }) =>
    kind === 'output' ? this.named(this.letters.output, this.inside(expression)) : this.softmaxLoss(),
  );

  /** log Σ exp f − f_y, whose derivative is Σ r_k f_k' with the probabilities p_k less 1 for the class: r_k = p_k − [y = k]. */
  private softmaxLoss(): Expression {
    const { data } = this.statement;
    const outputs = this.sums.filter(({ kind }) => kind === 'output').map((output) => this.nameOf(output));
    const weights = this.weights(outputs.map((exponent) => ({ coefficient: numberOne, exponent })));
    const [target] = data.slice(-1);
    const ofClass = (k: number, value: Expression): Expression =>
      conditional(comparison('==', symbol(target), number(k)), value, numberZero);
    const residuals = weights.map((weight, k) =>
      this.named(this.letters.residual, difference(weight, ofClass(k, numberOne)), (along) => along(weight)),
    );
    const logarithm = call('log', sum(...outputs.map((output) => call('exp', output))));
    const definition = difference(logarithm, sum(...outputs.map((output, k) => ofClass(k, output))));
    const slope = (along: Along): Expression =>
      sum(...residuals.map((residual, k) => product(residual, along(outputs[k]))));
    return this.add({ symbol: symbol('softmax loss'), definition, slope, derivative: null });
  }

  private weighed(node: Expression): Expression {
    return exponentialWeights(node, (terms) => this.weights(terms));
  }

  /** p_j = c_j exp(a_j)/Σ c exp(a), whose derivative is p_j (a_j' − Σ p a'). */
  private weights(terms: readonly { readonly coefficient: Expression; readonly exponent: Expression }[]): Expression[] {
    const parts = terms.map(({ coefficient, exponent }) => product(coefficient, call('exp', exponent)));
    const total = sum(...parts);
    const weights: Expression[] = [];
    for (const [j, part] of parts.entries()) {
      const slope = (along: Along): Expression => {
        const slopes = terms.map(({ exponent }) => along(exponent));
        const mean = sum(...weights.map((weight, i) => product(weight, slopes[i])));
        return product(weights[j], difference(slopes[j], mean));
      };
      weights.push(this.named(this.letters.weight, quotient(part, total), slope));
    }
    return weights;
  }

  private named(letter: string, written: Expression, slope: Part['slope'] = null): Expression {
    const definition = simplify(written);
    if (isAtomic(definition)) return definition;
    const known = this.known.get(keyOf(definition));
    if (known !== undefined) return known.symbol;
    const isOnly = letter === this.letters.output && this.sums.length === 1;
    const count = [...this.parts.keys()].filter((name) => name.replace(/\[?\d+\]?$/, '') === letter).length;
    const own = isOnly ? letter : this.isInArrays ? elementName(letter, [count + 1]) : `${letter}${count + 1}`;
    return this.add({ symbol: symbol(own), definition, slope, derivative: null });
  }

  private add(part: Part): NodeOf<'symbol'> {
    this.parts.set(part.symbol.name, part);
    this.known.set(keyOf(part.definition), part);
    return part.symbol;
  }

  /** f'(z) as a name of its own, where the derivative is written with several functions. */
  private derivativeOf(name: FunctionName, of: Expression): Expression | null {
    if (of.kind !== 'symbol' || !this.parts.has(of.name)) return null;
    const [definition] = functions[name].derivative([of]);
    return callsIn(definition) < 2 ? null : this.derivative(name, 1, of, definition);
  }

  /** The name of a derivative of some order, with its definition. */
  derivative(name: FunctionName, order: number, of: NodeOf<'symbol'>, definition: Expression): NodeOf<'symbol'> {
    const own = symbol(`${name}${"'".repeat(order)}(${of.name})`);
    if (this.parts.has(own.name)) return own;
    const next = (): Expression => this.derivative(name, order + 1, of, differentiate(definition, of.name));
    const slope = (along: Along): Expression => {
      const inner = along(of);
      return inner === numberZero ? numberZero : product(next(), inner);
    };
    return this.add({ symbol: own, definition, slope, derivative: { function: name, order, of } });
  }
}

/** Whether a formula is a number or a name. */
export function isAtomic({ kind }: Expression): boolean {
  return kind === 'number' || kind === 'symbol' || kind === 'constant';
}

/** How many functions a formula is written with. */
function callsIn(node: Expression): number {
  const own = node.kind === 'call' && node.function !== 'sqrt' ? 1 : 0;
  return own + childrenOf(node).reduce((total, child) => total + callsIn(child), 0);
}

import { memoised } from '../../arithmetic/memoised.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import { exactValue, functions } from '../functions/functions.js';
import { type Expression, number, smallInteger } from '../syntax/expression.js';
import type { FunctionName } from '../syntax/functionName.js';
import { standsOutsideMoments } from '../syntax/momentParts.js';
import { byCases } from './indicators.js';
import { sineAndCosine } from './normalFormAngles.js';
import { conditionalOf, indicatorOf } from './normalFormConditions.js';
import { DivisionByZero, TooLarge } from './normalFormErrors.js';
import { exponentialOf, logarithmOf } from './normalFormExponentials.js';
import { momentOf } from './normalFormMoments.js';
import { rationalPowerOf } from './normalFormRoots.js';
import { absoluteValue, oriented, signOf } from './normalFormSigns.js';
import type { Facts, NormalFormOptions, Normaliser } from './normaliser.js';
import { forEachPower } from './polynomial.js';
import { type Atom, constantOf, type Fraction, oneFraction, Ring, zeroFraction } from './ring.js';

/**
 * An expression as a quotient of polynomials with exact coefficients in names and atoms.
 *
 * `proof`: abs, sign, conditionals and every function with a definition are replaced by what defines them; exponentials get rationally independent exponents, angles likewise, so that an expression of that class
 * vanishes wherever it is defined exactly when its numerator is the zero polynomial (theory §7). `display`: functions
 * stay as they are written, for short output.
 */
export interface NormalForm {
  readonly ring: Ring;
  readonly fraction: Fraction;
}

export { DivisionByZero, type NormalFormOptions };

/** Throws TooLarge beyond the budget and DivisionByZero when a denominator is identically zero. */
export function normalForm(expression: Expression, options: NormalFormOptions): NormalForm {
  const { ring, fractions } = normalForms([expression], options);
  return { ring, fraction: fractions[0] };
}

/** Several expressions over one list of atoms; throws as normalForm does. */
export function normalForms(
  expressions: readonly Expression[],
  options: NormalFormOptions,
): { readonly ring: Ring; readonly fractions: readonly Fraction[] } {
  const facts: Facts = { granularity: new Map(), nonnegative: new Set(), positive: new Set(), areNew: false };
  const dataStandsOutside = (options.data ?? []).some((name) =>
    expressions.some((expression) => standsOutsideMoments(expression, name)),
  );
  for (let round = 0; round <= largestRounds; round++) {
    facts.areNew = false;
    const ring = new Ring(options.budget ?? defaultBudget);
    const normaliser = new Normalisation(ring, options, facts, dataStandsOutside);
    try {
      const fractions: Fraction[] = [];
      for (const expression of expressions) if (!facts.areNew) fractions.push(normaliser.whole(expression));
      if (!facts.areNew) return { ring, fractions };
    } catch (error) {
      // what was just learned may make the next pass shorter
      if (!(error instanceof TooLarge && facts.areNew)) throw error;
    }
  }
  throw new TooLarge('the signs and angles of the normal form do not settle');
}

const defaultBudget = 80_000;

/** Each round learns one more granularity or sign; expressions need a handful. */
const largestRounds = 100;

class Normalisation implements Normaliser {
  private readonly inside = [false, true].map((guarded) =>
    memoised<Expression, Fraction>((node) => this.folded(this.build(node, guarded))),
  );
  readonly data: ReadonlySet<string>;

  /** dataStandsOutside: a name of the data has a value of its own too, of which a fact about the samples says nothing */
  constructor(
    readonly ring: Ring,
    readonly options: NormalFormOptions,
    readonly facts: Facts,
    private readonly dataStandsOutside: boolean,
  ) {
    this.data = new Set(options.data ?? []);
  }

  normalise(node: Expression, guarded: boolean): Fraction {
    return this.inside[Number(guarded)](node);
  }

  /** An expression as a whole, which is never an atom however many terms it has. */
  whole(node: Expression): Fraction {
    return this.build(node, false);
  }

  private folded(value: Fraction): Fraction {
    const { largestPart } = this.options;
    if (largestPart === undefined || value.numerator.size + value.denominator.size <= largestPart) return value;
    return this.atom(`part(${this.ring.fractionText(value)})`, { kind: 'part', value }, this.ring.hasData(value));
  }

  private build(node: Expression, guarded: boolean): Fraction {
    const { ring } = this;
    switch (node.kind) {
      case 'number':
        return ring.constant(node.value);
      case 'constant':
        return node.name === 'pi' ? this.atom('pi', { kind: 'pi' }, false) : exponentialOf(this, oneFraction, guarded);
      case 'symbol':
        return this.atom(`$${node.name}`, { kind: 'symbol', name: node.name }, this.data.has(node.name));
      case 'sum':
        return node.terms.map((term) => this.normalise(term, guarded)).reduce((a, b) => ring.add(a, b), zeroFraction);
      case 'product':
        return node.factors.map((factor) => this.normalise(factor, guarded)).reduce((a, b) => ring.multiply(a, b));
      case 'power':
        return this.power(node.base, node.exponent, guarded);
      case 'call':
        return this.call(node.function, node.arguments, guarded);
      case 'conditional':
        return conditionalOf(this, node, guarded);
      case 'moment':
        return momentOf(this, node.moment, this.normalise(node.argument, guarded || this.dataStandsOutside));
      case 'comparison':
      case 'logical':
        return indicatorOf(this, node, guarded);
    }
  }

  exponential(exponent: Fraction, guarded: boolean): Fraction {
    return exponentialOf(this, exponent, guarded);
  }

  atom(text: string, atom: Atom, dependsOnData: boolean): Fraction {
    return this.ring.atomFraction(this.ring.variable(text, () => ({ atom, dependsOnData })));
  }

  private power(base: Expression, exponent: Expression, guarded: boolean): Fraction {
    const below = this.normalise(base, guarded);
    const whole = smallInteger(exponent);
    if (whole !== null) {
      const result = this.ring.power(below, whole);
      if (result === null) throw new DivisionByZero('the expression divides by zero everywhere');
      if (whole < 0) this.noteDivisor(below, guarded);
      return result;
    }
    const above = this.normalise(exponent, guarded);
    const constant = constantOf(above);
    if (constant !== null) {
      return this.cases([below], guarded, ([z], inCase) => rationalPowerOf(this, z, constant, inCase));
    }
    if (this.options.purpose === 'display') {
      const text = `power(${this.ring.fractionText(below)};${this.ring.fractionText(above)})`;
      return this.atom(
        text,
        { kind: 'power', base: below, exponent: above },
        this.ring.hasData(below) || this.ring.hasData(above),
      );
    }
    return this.cases([below, above], guarded, ([z, n], inCase) =>
      exponentialOf(this, this.ring.multiply(n, logarithmOf(this, z, inCase)), inCase),
    );
  }

  noteDivisor(value: Fraction, guarded: boolean): void {
    this.ring.divisors.note(this.ring, value, guarded);
    if (guarded) return;
    const { content } = this.ring.primitive(value.numerator);
    forEachPower(content, (variable) => {
      const atom = this.ring.atoms[variable];
      if (atom.kind !== 'positive') return;
      const text = this.ring.textOf(atom.argument);
      if (this.facts.positive.has(text)) return;
      this.facts.positive.add(text);
      this.facts.areNew = true;
    });
  }

  /** f case by case in a proof, where conditionals have become indicators. */
  private cases(
    values: readonly Fraction[],
    guarded: boolean,
    f: (values: readonly Fraction[], guarded: boolean) => Fraction,
  ): Fraction {
    return this.options.purpose === 'proof' ? byCases(this.ring, values, guarded, f) : f(values, guarded);
  }

  private call(name: FunctionName, values: readonly Expression[], guarded: boolean): Fraction {
    const first = (): Fraction => this.normalise(values[0], guarded);
    switch (name) {
      case 'exp':
        return this.cases([first()], guarded, ([z], inCase) => exponentialOf(this, z, inCase));
      case 'sqrt':
        return this.cases([first()], guarded, ([z], inCase) => rationalPowerOf(this, z, rational(1, 2), inCase));
      case 'abs':
        return this.cases([first()], guarded, ([z]) => absoluteValue(this, z));
      case 'log':
        if (this.options.purpose === 'display') break;
        return this.cases([first()], guarded, ([z], inCase) => logarithmOf(this, z, inCase));
      case 'sin':
      case 'cos':
        if (this.options.purpose === 'display') break;
        return this.cases([first()], guarded, ([z]) => sineAndCosine(this, z)[name === 'sin' ? 0 : 1]);
      case 'sign':
        if (this.options.purpose === 'display') break;
        return this.cases([first()], guarded, ([z]) => signOf(this, z));
      default:
        if (this.options.purpose === 'proof') {
          const definition = functions[name].definition(values);
          if (definition !== null) return this.normalise(definition, guarded);
        }
    }
    const normal = values.map((value) => this.normalise(value, guarded));
    return this.cases(normal, guarded, (parts) => this.keptCall(name, parts, guarded));
  }

  /** The exact value of a call where it has one, else an atom. */
  private keptCall(name: FunctionName, values: readonly Fraction[], guarded: boolean): Fraction {
    const constants = values.map(constantOf);
    if (constants.every((value) => value !== null)) {
      const exact = exactValue(
        name,
        constants.map((value) => number(value as Rational)),
      );
      if (exact !== null && !(exact.kind === 'call' && exact.function === name)) return this.normalise(exact, guarded);
    }
    return this.opaqueCall(name, values);
  }

  /** A call kept as an atom; odd and even functions get an argument whose first term is positive. */
  private opaqueCall(name: FunctionName, values: readonly Fraction[]): Fraction {
    const { ring } = this;
    const { parity } = functions[name];
    let argument = values;
    let flipped = false;
    if (parity !== 'neither' && oriented(ring, values[0].numerator).flipped) {
      argument = [ring.negate(values[0])];
      flipped = parity === 'odd';
    }
    const text = `${name}(${argument.map((value) => ring.fractionText(value)).join(';')})`;
    const result = this.atom(
      text,
      { kind: 'call', function: name, arguments: argument },
      argument.some((value) => ring.hasData(value)),
    );
    return flipped ? ring.negate(result) : result;
  }
}

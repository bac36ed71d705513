import { isAtLeastZero, isAtMostZero, type Sign } from '../arithmetic/sign.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  childrenOf,
  type Expression,
  isNumber,
  keyOf,
  logical,
  negate,
  smallInteger,
  sum,
  symbolsOf,
  withParts,
} from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { AffineSet, Model } from '../model/model.js';
import { type ExponentGroup, exponentGroups } from './condition.js';
import type { EigenDirection, Threshold, Unsolved } from './derivation.js';
import { expressionSize } from './expressionSize.js';
import { atLeastZero, logarithmsOf, radicandsOf, together } from './inequality.js';
import { knownSign, type SignFacts } from './knownSign.js';
import { type OpenedMoments, openMoments } from './openedMoments.js';
import { orientationAtFile } from './orientation.js';
import { separatedMoment } from './separatedMoments.js';
import { solveFor } from './solve.js';

/** The thresholds of one set, and the names without one. */
export interface Thresholds {
  readonly thresholds: readonly Threshold[];
  /** names that the exponent depends on and for which no threshold is given, with the reason */
  readonly unsolved: readonly Unsolved[];
}

/**
 * Zeros of the SDE's exponent λ in every constant and in every data moment, the others held (theory §5).
 *
 * λ is the largest of the exponents along the eigen-directions: each is solved by itself and keeps as its domain that the
 * others do not lie above it, that its roots are real, and that the solution lies where the name can (a learning rate
 * above 0, a variance not below it). What cannot be in the domain is left out. Of two solutions that mirror each other the
 * positive one is kept. Constants come in the file's order, then the moments.
 */
export function deriveThresholds(
  model: Model,
  set: AffineSet,
  directions: readonly EigenDirection[],
  data: readonly string[],
): Thresholds {
  const groups = exponentGroups(directions, data);
  const exponents = groups.flatMap(({ value, members }) => [value, ...members]);
  const moments = openMoments(exponents);
  const question = questionOf(model, set, groups, moments);
  const thresholds: Threshold[] = [];
  const unsolved: Unsolved[] = [];
  for (const name of unknownsOf(question)) {
    const moment = moments.byName.get(name);
    const parameter = moment === undefined ? name : printExpression(moment);
    const zeros = zerosIn(question, name);
    for (const zero of zeros.found) thresholds.push({ parameter, ...closed(zero, zeros.moments, data) });
    if (zeros.reason !== null) unsolved.push({ parameter, reason: zeros.reason });
  }
  return { thresholds, unsolved };
}

interface Question {
  readonly model: Model;
  readonly set: AffineSet;
  readonly moments: OpenedMoments;
  /** with names in place of the moments */
  readonly groups: readonly ExponentGroup[];
  readonly facts: SignFacts;
}

type Zero = Omit<Threshold, 'parameter'>;

function questionOf(model: Model, set: AffineSet, groups: readonly ExponentGroup[], moments: OpenedMoments): Question {
  const opened = groups.map((group) => mapped(group, moments.open));
  return { model, set, moments, groups: opened, facts: signFacts(model, moments) };
}

function mapped({ value, members }: ExponentGroup, map: (one: Expression) => Expression): ExponentGroup {
  return { value: map(value), members: members.map(map) };
}

/** The question with a constant taken out of the moments that hold it; null where one does not let it go. */
function separated({ model, set, moments, groups }: Question, name: string): Question | null {
  const byName = new Map<string, Expression>();
  for (const [placeholder, moment] of moments.byName) {
    const apart =
      !symbolsOf(moment).includes(name) || moment.kind !== 'moment' ? moment : separatedMoment(moment, name);
    if (apart === null) return null;
    byName.set(placeholder, apart);
  }
  const closed = groups.map((group) => mapped(group, (one) => substitute(one, byName)));
  return questionOf(model, set, closed, openMoments(closed.flatMap(({ value, members }) => [value, ...members])));
}

/** Constants that the exponent depends on, in the file's order, then the moments that hold no parameter of the base point. */
function unknownsOf({ model, groups, moments }: Question): string[] {
  const present = new Set(symbolsOf(...groups.map(({ value }) => value)));
  const inMoments = new Set(
    symbolsOf(...[...moments.byName].flatMap(([name, moment]) => (present.has(name) ? [moment] : []))),
  );
  const ofData = [...moments.byName].filter(
    ([name, moment]) => present.has(name) && !symbolsOf(moment).some((inner) => model.parameters.includes(inner)),
  );
  const constants = [...model.constants.keys()].filter((name) => present.has(name) || inMoments.has(name));
  return [...constants, ...ofData.map(([name]) => name)];
}

/** The learning rate is above 0; a moment of what is never negative is not negative. */
function signFacts({ dynamics }: Model, moments: OpenedMoments): SignFacts {
  const facts = new Map<string, Sign>();
  if (dynamics.kind === 'loss' && dynamics.learningRate.kind === 'symbol')
    facts.set(dynamics.learningRate.name, 'positive');
  for (const [name, moment] of moments.byName) {
    const sign = knownSign(moment, facts);
    if (sign !== null) facts.set(name, sign);
  }
  return facts;
}

function closed({ expression, orientation, domain }: Zero, { byName }: OpenedMoments, data: readonly string[]): Zero {
  const close = (part: Expression): Expression => simplify(substitute(part, byName), data);
  return { expression: close(expression), orientation, domain: domain && closedCondition(domain, close) };
}

function closedCondition(condition: Expression, close: (part: Expression) => Expression): Expression {
  return withParts(condition, condition.kind === 'logical' ? (operand) => closedCondition(operand, close) : close);
}

function zerosIn(
  question: Question,
  name: string,
): { readonly found: readonly Zero[]; readonly reason: string | null; readonly moments: OpenedMoments } {
  const { groups, moments } = question;
  if ([...moments.byName.values()].some((moment) => symbolsOf(moment).includes(name))) {
    const apart = separated(question, name);
    if (apart !== null) return zerosIn(apart, name);
    return { found: [], reason: 'it stands inside a mean over the samples: no closed form', moments };
  }
  if (groups.length > mostGroups) {
    return {
      found: [],
      moments,
      reason: `the exponent is the largest of ${groups.length} branches, each with its own conditions`,
    };
  }
  const found: Zero[] = [];
  let complete = true;
  let tooLarge = false;
  const solve = (exponent: Expression, others: readonly Expression[]): 'kinked' | null => {
    const zeros = solveFor(exponent, name, question.facts);
    if (zeros.kind === 'kinked') return 'kinked';
    if (zeros.kind === 'tooLarge') tooLarge = true;
    else {
      complete &&= zeros.complete;
      for (const solution of zeros.solutions) {
        const zero = zeroOf(question, name, exponent, others, solution);
        if (zero === 'tooLarge') tooLarge = true;
        else if (zero !== null) found.push(zero);
      }
    }
    return null;
  };
  for (const [i, { value, members }] of groups.entries()) {
    const others = groups.filter((_, j) => j !== i).map((group) => group.value);
    if (solve(value, others) !== 'kinked') continue;
    for (const [j, member] of members.entries()) {
      const rest = [...members.filter((_, l) => l !== j), ...others];
      if (members.length === 1 || solve(member, rest) === 'kinked') complete = false;
    }
  }
  const isEven = groups.every(({ value }) => standsInEvenPowers(value, name));
  const zeros = isEven ? withoutMirrors(found) : found;
  const kept = lowerBoundsFirst([...new Map(zeros.map((zero) => [keyOf(zero.expression), zero])).values()]);
  return { found: kept, reason: reasonFor(kept.length, complete, tooLarge), moments };
}

/** Branches of the exponent at most: each is compared with all others at every zero. */
const mostGroups = 12;

function reasonFor(count: number, complete: boolean, tooLarge: boolean): string | null {
  if (tooLarge)
    return 'its zeros, or the conditions under which they count, are too long to be worked out, and not all of them are given';
  if (count > 0) return complete ? null : 'there may be more zeros than those that were found in closed form';
  return complete ? 'the exponent has no zero where it can lie' : 'no zero was found in closed form';
}

/** Names in the conditions of one zero at most, before they are simplified. */
const longestComparison = 600;

/** The threshold at a solution of exponent = 0; null where it can apply nowhere. */
function zeroOf(
  { model, set, groups, facts, moments }: Question,
  name: string,
  exponent: Expression,
  others: readonly Expression[],
  solution: Expression,
): Zero | 'tooLarge' | null {
  const at = new Map([[name, solution]]);
  const range = facts.get(name) ?? null;
  const compared = others.map((other) => substitute(other, at));
  if (compared.reduce((total, other) => total + expressionSize(other), 0) > longestComparison) return 'tooLarge';
  const rivals = compared.map((other) => simplify(other));
  const conditions = together([
    ...radicandsOf(solution).map((radicand) => atLeastZero(radicand, false, facts)),
    ...logarithmsOf(solution).map((argument) => atLeastZero(argument, true, facts)),
    ...(range === null ? [] : [atLeastZero(solution, range === 'positive', facts)]),
    ...rivals.map((rival) => atLeastZero(negate(rival), false, facts)),
  ]);
  if (conditions === 'never') return null;
  // where two exponents vanish together, the slope of one says nothing of the larger
  const crossing = rivals.some((rival) => isNumber(rival, 0));
  const slope = crossing ? null : knownSign(simplify(substitute(differentiate(exponent, name), at)), facts);
  const top = groups.map(({ value }) => value);
  return {
    expression: solution,
    orientation: orientationOf(slope) ?? orientationAtFile(model, set, top, moments, name, solution),
    domain: conditions.length === 0 ? null : logical('and', ...conditions),
  };
}

/** A falling exponent is negative above its zero; where its slope vanishes there is a multiple zero, and nothing is said. */
function orientationOf(slope: Sign): Threshold['orientation'] {
  if (slope === null || slope === 'zero') return null;
  if (isAtMostZero(slope)) return 'above';
  return isAtLeastZero(slope) ? 'below' : null;
}

/** Whether the sign of a name changes nothing: it stands in even powers alone. */
export function standsInEvenPowers(node: Expression, name: string): boolean {
  if (node.kind === 'symbol') return node.name !== name;
  if (node.kind === 'power' && node.base.kind === 'symbol' && node.base.name === name) {
    const whole = smallInteger(node.exponent);
    return whole !== null && whole % 2 === 0;
  }
  return childrenOf(node).every((child) => standsInEvenPowers(child, name));
}

/** Of solutions ±s the one that comes first, which is written without a minus. */
function withoutMirrors(zeros: readonly Zero[]): Zero[] {
  return zeros.filter(
    ({ expression }, i) =>
      !zeros.slice(0, i).some((earlier) => isNumber(simplify(sum(earlier.expression, expression)), 0)),
  );
}

function lowerBoundsFirst(zeros: readonly Zero[]): Zero[] {
  const rank = ({ orientation }: Zero): number => (orientation === 'above' ? 0 : orientation === null ? 1 : 2);
  return zeros.toSorted((a, b) => rank(a) - rank(b));
}

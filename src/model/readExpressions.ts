import { InputError } from '../arithmetic/inputError.js';
import type { ArrayValue } from '../expression/syntax/arrayValue.js';
import { childrenOf, type Expression, isCondition, symbolsOf } from '../expression/syntax/expression.js';
import { nearestName } from '../expression/syntax/nearestName.js';
import { parseArray, parseExpression } from '../expression/syntax/parse.js';
import { valueAt } from './constants.js';
import { together, withAllErrors } from './inputErrors.js';
import type { Path } from './modelSource.js';
import { nestedPaths } from './nestedLists.js';
import { type Names, namesInMessage, type Reading } from './readNames.js';

/** What the names in an expression may stand for. */
export type Role = 'parameters' | 'constants' | 'data' | 'output';

/** How an expression of a certain key may look. */
export interface Scope {
  /** what it may hold, and nothing else */
  readonly roles: readonly Role[];
  readonly value: 'number' | 'condition';
  /** whether mean(…) and var(…) over the samples may stand in it; inside them the data's names are allowed */
  readonly moments: boolean;
}

/** A number in constants alone: a learning rate, an offset. */
export const inConstants: Scope = { roles: ['constants'], value: 'number', moments: false };

/** A number in parameters and constants: a drift, an equation. */
export const inParameters: Scope = { roles: ['parameters', 'constants'], value: 'number', moments: false };

/** A number that data may stand in too: an output, a loss. */
export const inData: Scope = { roles: ['parameters', 'constants', 'data'], value: 'number', moments: false };

/** Parses the expression at a path; throws InputError when it does not parse or holds what its scope does not allow. */
export function readExpression({ source, names }: Reading, path: Path, scope: Scope): Expression {
  const where = source.where(path);
  const expression = parseExpression(source.text(path), where, names);
  checkScope(expression, where, names, scope);
  return expression;
}

/**
 * Reads a number in constants alone that has to lie somewhere: `isWithin` says of its value whether it does; of one that does not the message
 * is `what` with the value, and `expected`. Throws InputError.
 */
export function readBounded(
  reading: Reading,
  path: Path,
  isWithin: (value: number) => boolean,
  [what, expected]: readonly [what: string, expected: string],
): Expression {
  const { source, names } = reading;
  const expression = readExpression(reading, path, inConstants);
  const value = valueAt(expression, names.constants);
  if (isWithin(value) && Number.isFinite(value)) return expression;
  throw source.error(path, `${what} ${value}`, expected);
}

/**
 * Reads an array: one formula for all of it, or lists of lists of formulas, `value` being what stands at the path. Throws
 * InputError like readExpression, for each element.
 */
export function readArray(reading: Reading, value: unknown, path: Path, scope: Scope): ArrayValue {
  const { source, names } = reading;
  if (!Array.isArray(value)) {
    const where = source.where(path);
    const { value: array } = parseArray(source.text(path), where, names);
    for (const element of array.elements) checkScope(element, where, names, scope);
    return array;
  }
  const { shape, paths } = nestedPaths(value, path, source);
  return { shape, elements: withAllErrors(paths.map((at) => () => readExpression(reading, at, scope))) };
}

/** Throws InputError when an expression holds an undeclared name, one that does not belong there, or a misplaced moment. */
export function checkScope(expression: Expression, where: string, names: Names, scope: Scope): void {
  if (isCondition(expression) !== (scope.value === 'condition')) {
    throw scope.value === 'condition'
      ? new InputError(where, 'this is a number', 'a condition such as eta > 2')
      : new InputError(where, 'this is a condition', 'a number; write `condition ? 1 : 0` to make one of it');
  }
  const { outside, moments } = partsOf(expression);
  if (moments.length > 0 && !scope.moments) {
    throw new InputError(
      where,
      'mean(…) and var(…) belong in claims',
      'the formula of one sample, of which the mean is taken',
    );
  }
  if (moments.some((argument) => partsOf(argument).moments.length > 0)) {
    throw new InputError(where, 'a mean or var inside another', 'an expression of the data in each');
  }
  const errors = [
    ...wrongNames(outside, where, names, scope.roles),
    ...wrongNames(moments, where, names, [...scope.roles, 'data']),
  ];
  if (errors.length > 0) throw together(errors);
}

/** The words of error messages for each role. */
const roleWords: Record<Role, string> = {
  parameters: 'parameters',
  constants: 'constants',
  data: 'inputs and targets',
  output: 'outputs',
};

/** The declared names of a role, in the file's order. */
function namesOf(names: Names, role: Role): readonly string[] {
  switch (role) {
    case 'parameters':
      return names.parameters;
    case 'constants':
      return [...names.constants.keys()];
    case 'data':
      return [...names.inputs, ...names.targets];
    case 'output':
      return names.outputs ?? [];
  }
}

function wrongNames(
  expressions: readonly Expression[],
  where: string,
  names: Names,
  roles: readonly Role[],
): InputError[] {
  const allowed = new Set(roles.flatMap((role) => namesOf(names, role)));
  const wrong = symbolsOf(...expressions).filter((name) => !allowed.has(name));
  return wrong.map((name) => wrongName(name, where, names, roles, [...allowed]));
}

function wrongName(
  name: string,
  where: string,
  names: Names,
  roles: readonly Role[],
  allowed: readonly string[],
): InputError {
  const other = (['parameters', 'constants', 'data'] as const).find((role) => namesOf(names, role).includes(name));
  const list = allowed.length === 0 ? 'no names at all' : `${roles.map((role) => roleWords[role]).join(', ')}`;
  if (other !== undefined) {
    return new InputError(where, `${name} is one of the ${roleWords[other]} and cannot stand here`, `only ${list}`);
  }
  const near = nearestName(name, allowed);
  return new InputError(
    where,
    `${name} is not declared`,
    allowed.length === 0
      ? 'a number: nothing is declared that could stand here'
      : `one of ${namesInMessage(allowed, names)}${near === null ? '' : `; did you mean ${near}?`}`,
  );
}

/** The outermost mean(…) and var(…), by their arguments, and what is left outside of them. */
function partsOf(expression: Expression): { outside: Expression[]; moments: Expression[] } {
  const outside: Expression[] = [];
  const moments: Expression[] = [];
  const visit = (node: Expression): void => {
    if (node.kind === 'moment') moments.push(node.argument);
    else if (node.kind === 'symbol') outside.push(node);
    else childrenOf(node).forEach(visit);
  };
  visit(expression);
  return { outside, moments };
}

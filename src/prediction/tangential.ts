import type { Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { sdeExponent, sgdExponent } from './exponents.js';
import { evaluateLinearisation } from './linearisation/evaluatedLinearisation.js';
import { numericDirections } from './linearisation/numericDirections.js';
import type { Exponent, TangentialExponents } from './prediction.js';

/**
 * The tangential exponents of the base point of a set; with `signOnly` no sharper than their signs need.
 *
 * Null where there are none: the set is a point, nothing moves along it, or the base moves. Where they apply but are not to
 * be had, `holds` is false and a remark says why.
 */
export function tangentialExponents(
  model: Model,
  { set, tangential }: Derivation,
  { seed, hasSde, signOnly }: { readonly seed: number; readonly hasSde: boolean; readonly signOnly?: boolean },
  remarks: string[],
): TangentialExponents | null {
  if (tangential === null || tangential.kind === 'rests') return null;
  const unknown = { sde: null, sgd: null, holds: false };
  if (tangential.kind === 'large') {
    remarks.push(
      `the set has ${tangential.dimension} dimensions, and whether its base point is stable along them was not computed`,
    );
    return unknown;
  }
  const { linearisation, eigenDirections } = tangential;
  const evaluated = evaluateLinearisation(model, set.base, linearisation);
  if (evaluated === null) {
    remarks.push('the derivative of drift or noise along the set is no finite number at the base point');
    return unknown;
  }
  const directions = eigenDirections && numericDirections(model, eigenDirections, set.base);
  const problem = { ...evaluated, directions, seed, signOnly };
  const sde = hasSde ? sdeExponent(problem) : null;
  const sgd = sgdExponent(problem)?.exponent ?? null;
  const all = [sde, sgd].filter((one) => one !== null);
  return {
    sde: sde && { value: sde.value, interval: sde.interval, level: sde.level, method: sde.method },
    sgd,
    holds: all.length > 0 && all.every(({ interval }) => interval[1] < 0),
  };
}

/** The tangential exponents in words, and what they mean for exponents at the base point. */
export function tangentialText({ sde, sgd, holds }: TangentialExponents): string {
  const values = [
    ...(sde === null ? [] : [`${exponentText(sde)} for the SDE`]),
    ...(sgd === null ? [] : [`${exponentText(sgd)} for SGD`]),
  ];
  if (values.length === 0) return 'whether the base point is stable along the set is not known';
  const named = `along the set the exponent at the base point is ${values.join(', ')}`;
  return holds
    ? `${named}: the base point holds the process`
    : `${named}, so the process leaves the stated base and the exponents there decide nothing`;
}

function exponentText({ value, interval }: Exponent): string {
  const shown = (one: number): string => String(Number(one.toPrecision(shownDigits)));
  const isSharp = shown(interval[0]) === shown(interval[1]);
  return isSharp ? shown(value) : `${shown(value)} [${interval.map(shown).join(', ')}]`;
}

const shownDigits = 4;

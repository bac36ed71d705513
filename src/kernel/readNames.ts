import { isFunction } from './formula/parseFormula.js';
import { malformed } from './notFollowed.js';

/** Names must be names of quantities, and stand for one thing each. Throws NotFollowed. */
export function requireDistinct(names: readonly string[]): void {
  const odd = names.find((name) => !/^[A-Za-z_][A-Za-z0-9_]*(\[\d+(, \d+)*\])?$/.test(name) || isFunction(name));
  if (odd !== undefined) throw malformed('names', `${JSON.stringify(odd)} is no name`);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw malformed('names', `${twice} stands for two things`);
}

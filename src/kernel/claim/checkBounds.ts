import { InputError } from '../../arithmetic/inputError.js';
import { familyLines } from '../exponent/familyLines.js';
import { instanceLines, readInstance } from '../point/samples.js';
import { entries, list, object, rationalText, text } from '../readJson.js';
import { fraction } from '../readNames.js';
import type { FollowedStatement } from '../statement.js';
import { requireSameLines, requireSideOfFamily, requireSideOfFormula, type Side } from './exponentSide.js';
import { requireSideOfMeanSquare } from './meanSquareSide.js';
import { requireSideOfSteps } from './normalSteps.js';

/**
 * Verifies on which side of each of some numbers one exponent lies: its closed form in rational enclosures, or certificates
 * of the sign for its family, moved by the number, or the mean square of its family (docs/trusted.md). Throws InputError, NotFollowed.
 */
export function checkBounds(json: unknown): FollowedStatement {
  const names = ['version', 'kind', 'model', 'set', 'claim', 'data', 'values', 'samples', 'bounds'] as const;
  const certificate = entries(json, 'certificate', names);
  const [model, set, claim] = (['model', 'set', 'claim'] as const).map((name) => text(certificate[name], name));
  const instance = readInstance(certificate.data, certificate.values, certificate.samples);
  const bounds = list(certificate.bounds, 'bounds').map((bound, i) => {
    const where = `bounds[${i}]`;
    const kind =
      (['closedForm', 'steps', 'meanSquare'] as const).find((name) => Object.hasOwn(object(bound, where), name)) ??
      'family';
    const read = entries(bound, where, ['value', 'side', kind]);
    const [value, side] = [rationalText(read.value, `${where}.value`), readSide(read.side)];
    if (kind === 'steps') return { value, side, exponent: requireSideOfSteps(read.steps, instance, value, side) };
    if (kind === 'meanSquare') {
      return { value, side, exponent: requireSideOfMeanSquare(read.meanSquare, value, side) };
    }
    if (kind === 'closedForm') {
      const formula = text(read.closedForm, `${where}.closedForm`);
      requireSideOfFormula(formula, instance, value, side);
      return { value, side, exponent: [{ name: 'exponent', text: formula }] };
    }
    requireSideOfFamily(read.family, side);
    return { value, side, exponent: familyLines(read.family, value) };
  });
  if (bounds.length === 0) throw new InputError('bounds', 'there are none');
  for (const { exponent } of bounds) requireSameLines(exponent, bounds[0].exponent);
  const sides = bounds.map(({ side, value }) => `${side === 'equal' ? 'equal to' : side} ${fraction(value)}`);
  return {
    conclusion: `the exponent is ${sides.join(' and ')}`,
    statement: [
      { name: 'model', text: model },
      { name: 'set', text: set },
      { name: 'claim', text: claim },
      ...bounds[0].exponent,
      ...instanceLines(instance),
    ],
  };
}

function readSide(json: unknown): Side {
  if (json !== 'above' && json !== 'below' && json !== 'equal') throw new InputError('side', 'is unknown');
  return json;
}

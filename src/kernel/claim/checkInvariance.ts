import { isZero, type Rational } from '../../arithmetic/rational.js';
import { rank } from '../../arithmetic/rationalMatrix.js';
import { parseExpression } from '../../expression/syntax/parse.js';
import type { IdentityChain, InvarianceCertificate } from '../certificate.js';
import { NotFollowed, subtract, valueIn } from './field.js';
import { type Quotient, QuotientField } from './quotientField.js';
import { rationalOf } from './readClaimCertificate.js';
import { checkRestriction, derivative, plain, rowsOf } from './statedSet.js';

/**
 * Verifies that no field has a component normal to the set: each formula is evaluated in first-order arithmetic on the
 * set along every row of the equations, and the first-order part must vanish; the chains must lead there (theory §3).
 * Returns what was verified, in words. Throws NotFollowed.
 */
export function checkInvariance(certificate: InvarianceCertificate): string {
  const { data, cases, values, parameters, fields, restriction } = certificate;
  const rows = rowsOf(certificate);
  const onSet = (field: QuotientField, sample: Readonly<Record<string, string>>) => {
    const valueFor = (name: string): Quotient => {
      if (Object.hasOwn(values, name)) return field.constant(rationalOf(values[name]));
      if (data.includes(name) && Object.hasOwn(sample, name)) return field.constant(rationalOf(sample[name]));
      if (!Object.hasOwn(restriction, name)) return field.name(name);
      return valueIn(
        plain(field, (other) => {
          if (Object.hasOwn(restriction, other) || data.includes(other)) {
            throw new NotFollowed(`the restriction of ${name} rests on ${other}`);
          }
          return valueFor(other);
        }),
        parseExpression(restriction[name]),
      );
    };
    return valueFor;
  };
  if (parameters.some((name) => Object.hasOwn(values, name) || data.includes(name))) {
    throw new NotFollowed('a parameter is held fixed');
  }
  checkRestriction(certificate, restriction, rows, (field, name) => onSet(field, {})(name));
  for (const sample of cases) {
    for (let index = 0; index < fields.length; index++) {
      const slope = (field: QuotientField): Quotient =>
        component(certificate, field, index, anyNormal(field, rows), onSet(field, sample));
      if (!vanishes(data, slope)) throw new NotFollowed(`a normal component of the ${fields[index].role} is not 0`);
    }
  }
  for (const chain of certificate.chains) checkChain(certificate, rows, chain, onSet);
  const isGeneral = cases.some((sample) => Object.keys(sample).length === 0);
  const scope = !isGeneral
    ? ` and ${cases.length} cases of data`
    : data.length > 0
      ? ` and every ${data.join(', ')}`
      : '';
  const held = Object.keys(values).length > 0 ? ', at the stated constants' : '';
  return `the normal components of ${fields.length} fields vanish for every point of the set${scope}${held}`;
}

/** Whether a quotient is 0: with inverses that are mere names where that suffices, which keeps long formulas short. */
function vanishes(data: readonly string[], build: (field: QuotientField) => Quotient): boolean {
  for (const inverses of ['atoms', 'fractions'] as const) {
    const field = new QuotientField(data, inverses);
    try {
      if (field.isZero(build(field))) return true;
    } catch (error) {
      if (inverses === 'fractions' || !(error instanceof NotFollowed)) throw error;
    }
  }
  return false;
}

/**
 * The normal Σ_j n_j row_j with names for the n_j: what vanishes along it vanishes along every normal, and the slopes of
 * two kinks along it are equal only where they are so along all of them.
 */
function anyNormal(field: QuotientField, rows: readonly (readonly Rational[])[]): Quotient[] {
  // no name of the grammar holds a space
  const names = rows.map((_, j) => field.name(`normal ${j + 1}`));
  return rows[0].map((_, i) =>
    rows
      .map((row, j) => field.multiply(names[j], field.constant(row[i])))
      .reduce((total, part) => field.add(total, part)),
  );
}

/** A field's component along a direction, at the values of the names. */
function component(
  { fields, parameters }: InvarianceCertificate,
  field: QuotientField,
  index: number,
  weights: readonly Quotient[],
  valueFor: (name: string) => Quotient,
): Quotient {
  const { role, formulas } = fields[index];
  if (role === 'drift' || role === 'diffusion') {
    if (formulas.length !== parameters.length) throw new NotFollowed(`the ${role} has another number of components`);
    return formulas
      .map((text, i) => field.multiply(weights[i], valueIn(plain(field, valueFor), parseExpression(text))))
      .reduce((a, b) => field.add(a, b));
  }
  return formulas
    .map((text) => derivative(field, parseExpression(text), weights, parameters, valueFor))
    .reduce((a, b) => field.add(a, b));
}

/** The first step is the component anywhere, the others are what it is on the set, the last is 0. */
function checkChain(
  certificate: InvarianceCertificate,
  rows: readonly (readonly Rational[])[],
  { field: index, normal, steps }: IdentityChain,
  onSet: (field: QuotientField, sample: Readonly<Record<string, string>>) => (name: string) => Quotient,
): void {
  const direction = normal.map(rationalOf);
  if (index >= certificate.fields.length || direction.length !== certificate.parameters.length) {
    throw new NotFollowed('a chain belongs to no field');
  }
  if (direction.every(isZero) || rank([...rows, direction]) > rows.length) {
    throw new NotFollowed('the direction of a chain is not normal to the set');
  }
  for (const sample of certificate.cases) {
    const gap = (field: QuotientField): Quotient => {
      const anywhere = (name: string): Quotient =>
        Object.hasOwn(sample, name) ? field.constant(rationalOf(sample[name])) : field.name(name);
      const weights = direction.map((weight) => field.constant(weight));
      const start = component(certificate, field, index, weights, anywhere);
      return subtract(field, start, valueIn(plain(field, anywhere), parseExpression(steps[0].expression)));
    };
    if (!vanishes(certificate.data, gap)) throw new NotFollowed(`${steps[0].expression} is not the derivative`);
    const open = steps.find(
      ({ expression }) =>
        !vanishes(certificate.data, (field) =>
          valueIn(plain(field, onSet(field, sample)), parseExpression(expression)),
        ),
    );
    if (open !== undefined) throw new NotFollowed(`${open.expression} is not 0 on the set`);
  }
  const last = parseExpression(steps[steps.length - 1].expression);
  if (last.kind !== 'number' || !isZero(last.value)) throw new NotFollowed('a chain does not end with 0');
}

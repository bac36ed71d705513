import type { AffineSet, Claim, Model } from '../model/model.js';
import { statedBy } from '../prediction/certificate/certifySet.js';
import { statedProcess } from '../prediction/neighbourhood/neighbourhoodStatement.js';
import { deriveSet } from '../symbolic/derive.js';
import { statedModel, textValues } from '../symbolic/invarianceCertificate.js';
import { stateProblem } from '../symbolic/statement.js';
import { checkClaims } from './checkClaims.js';

/**
 * What a certificate says otherwise than a model file, in words; empty where they agree.
 *
 * Of (not) invariant sets the names, equations, fields and constants are the file's own. Of claims about exponents, the
 * claim is checked anew, and the certificate is held against the one that comes of it. Matrices, and the process of a
 * neighbourhood, have to be those of one of the file's sets.
 */
export function differencesFrom(model: Model, json: unknown): string[] {
  const certificate = json as Readonly<Record<string, unknown>>;
  if ((certificate.kind ?? 'exponent') === 'exponent') return differencesOfFamily(model, certificate);
  if (certificate.model !== model.name) return [`the model is called ${model.name}, not ${text(certificate.model)}`];
  const set = model.sets.find(({ name }) => name === certificate.set);
  if (set === undefined) return [`the file has no set ${text(certificate.set)}`];
  if (certificate.kind === 'neighbourhood')
    return unequal({ process: statedProcess(model, set) }, certificate, ['process']);
  return certificate.kind === 'invariance' || certificate.kind === 'counterexample'
    ? differencesOfSet(model, set, certificate)
    : differencesOfClaim(model, set, certificate);
}

function differencesOfFamily(model: Model, certificate: Readonly<Record<string, unknown>>): string[] {
  const families = model.sets.flatMap((set) => statedBy(model, deriveSet(model, set)) ?? []);
  const own = families.filter(({ family }) => text(family) === text(certificate.family));
  if (own.length === 0) return ['no set of the file has these matrices'];
  const captions = own.map((one) => unequal(one, certificate, certificate.statement === null ? [] : ['statement']));
  return captions.find((found) => found.length === 0) ?? captions[0];
}

function differencesOfSet(model: Model, set: AffineSet, certificate: Readonly<Record<string, unknown>>): string[] {
  const stated = statedModel(stateProblem(model, set), String(certificate.claim));
  const found = unequal(stated, certificate, ['parameters', 'data', 'equations', 'fields']);
  const values = textValues(model.constants);
  const given = certificate.values as Readonly<Record<string, unknown>>;
  const constants = Object.entries(values).flatMap(([name, value]) =>
    Object.hasOwn(given, name) && given[name] !== value ? [`${name} is ${value}, not ${text(given[name])}`] : [],
  );
  return [
    ...found,
    ...constants,
    ...(certificate.kind === 'invariance' ? missingSamples(model, stated.data, certificate) : []),
  ];
}

/** Cases of data that leave out a sample of the file. */
function missingSamples(model: Model, data: readonly string[], { cases }: Readonly<Record<string, unknown>>): string[] {
  const rows = model.dynamics.kind === 'loss' ? model.dynamics.data.rows : [];
  const stated = cases as readonly Readonly<Record<string, unknown>>[];
  const left = rows.findIndex((row) => {
    const sample = textValues(new Map(data.map((name, i) => [name, row[i]])));
    return !stated.some((one) => Object.entries(one).every(([name, value]) => sample[name] === value));
  });
  return left < 0 ? [] : [`sample ${left + 1} of the file is not among the data spoken of`];
}

function differencesOfClaim(model: Model, set: AffineSet, certificate: Readonly<Record<string, unknown>>): string[] {
  const claim = model.claims.find((one: Claim) => one.set === set.name && one.text === certificate.claim);
  if (claim === undefined) return [`the file makes no claim ${text(certificate.claim)} of ${set.name}`];
  const [{ certificate: found }] = checkClaims(model, [claim], { seed: 1 });
  const own = found as Readonly<Record<string, unknown>> | null;
  if (own === null || own.kind !== certificate.kind) {
    return [`the file's claim is not decided by a certificate of kind ${text(certificate.kind)}`];
  }
  if (certificate.kind === 'equivalence') {
    return unequal(own, certificate, ['data', 'condition', 'exponent', 'assumptions']);
  }
  if (certificate.kind === 'bounds') return unequal(own, certificate, ['data', 'values', 'samples', 'bounds']);
  // another place at which the two differ shows as much
  const formula = ({ exponent }: Readonly<Record<string, unknown>>) => ({
    exponent: (exponent as { readonly closedForm?: string }).closedForm ?? null,
  });
  return [
    ...unequal(own, certificate, ['data', 'condition']),
    ...unequal(formula(own), formula(certificate), ['exponent']),
  ];
}

function unequal(own: object, certificate: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  const stated = own as Readonly<Record<string, unknown>>;
  return names.flatMap((name) =>
    text(stated[name]) === text(certificate[name])
      ? []
      : [`${name} is ${text(stated[name])}, not ${text(certificate[name])}`],
  );
}

function text(json: unknown): string {
  return JSON.stringify(json) ?? 'nothing';
}

import type { Formula } from '../formula/formula.js';
import { parseFormula } from '../formula/parseFormula.js';
import { NotFollowed } from '../notFollowed.js';
import { each, entries, namedRationals, object, text } from '../readJson.js';
import type { Sample } from './setFields.js';
import { modelEntries, readStatedModel, type StatedModel } from './statedModel.js';

/** What a certificate of invariance says, with its formulas read. */
export interface StatedInvariance {
  readonly model: StatedModel;
  /** the set as a graph: some parameters through the others */
  readonly restriction: ReadonlyMap<string, Formula>;
  /** the data that are spoken of, and for each case a point of the set */
  readonly cases: readonly Sample[];
  readonly points: readonly Sample[];
  /** told for a reader, and not read */
  readonly chains: unknown;
}

/** Throws NotFollowed for another shape, NotFollowed where parameters or data are held fixed or nothing is spoken of. */
export function readStatedInvariance(json: unknown): StatedInvariance {
  const names = ['version', 'kind', ...modelEntries, 'cases', 'points', 'restriction', 'chains'] as const;
  const certificate = entries(json, 'certificate', names);
  const model = readStatedModel(certificate);
  const cases = each(certificate.cases, 'cases', namedRationals);
  const points = each(certificate.points, 'points', namedRationals);
  const restriction = new Map(
    Object.entries(object(certificate.restriction, 'restriction')).map(([name, formula]) => [
      name,
      parseFormula(text(formula, `restriction.${name}`)),
    ]),
  );
  const odd = [...model.values.keys()].find((name) => model.parameters.includes(name) || model.data.includes(name));
  if (odd !== undefined) throw new NotFollowed(`${odd} is held fixed`);
  if (cases.length === 0) throw new NotFollowed('no data are spoken of');
  const pinned = cases.flatMap((sample) => [...sample.keys()]).find((name) => !model.data.includes(name));
  if (pinned !== undefined) throw new NotFollowed(`${pinned} is no datum`);
  if (points.length !== cases.length) throw new NotFollowed('there is not one point for each case of the data');
  return { model, restriction, cases, points, chains: certificate.chains };
}

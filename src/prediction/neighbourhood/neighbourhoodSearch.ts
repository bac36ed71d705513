import { dividedBy, type Rational, toNumber, toText, zero } from '../../arithmetic/rational.js';
import { type ExpandedProcess, expandProcess } from '../../kernel/exponent/neighbourhoodProcess.js';
import { type CheckedProcess, readProcess } from '../../kernel/exponent/readNeighbourhood.js';
import { NotFollowed } from '../../kernel/notFollowed.js';
import { type Followed, prove } from '../../kernel/proved.js';
import type { Model } from '../../model/model.js';
import { noSdeReason } from '../../model/noSde.js';
import { type Derivation, isLeft } from '../../symbolic/derivation.js';
import { certifySet } from '../certificate/certifySet.js';
import { dyadic } from '../matrices/dyadic.js';
import { type Neighbourhood, neighbourhoodOf, roundedDown } from './neighbourhood.js';
import { type Candidate, logBound } from './neighbourhoodCandidate.js';
import type { NeighbourhoodCertificate } from './neighbourhoodCertificate.js';
import { planarCandidates } from './neighbourhoodPlanar.js';
import { scalarCandidates } from './neighbourhoodScalar.js';
import { statedProcess } from './neighbourhoodStatement.js';

/** What the neighbourhood is to be good at. */
export interface NeighbourhoodOptions {
  /** the distance from which the bound is to be small; the model's own initial scale when left out */
  readonly distance?: number;
}

/** A verified neighbourhood, or why there is none. */
export type NeighbourhoodOutcome =
  | { readonly status: 'found'; readonly neighbourhood: Neighbourhood }
  | { readonly status: 'none'; readonly reason: string };

/**
 * An explicit neighbourhood of an attractive point in one or two parameters, with a certificate that the checker has
 * verified (theory §4.4): of several exponents and radii the ones whose bound at `distance` is smallest.
 *
 * Doubles propose, on the Taylor polynomials of drift and covariance; nothing is returned that the kernel does
 * not follow. Throws RangeError unless `distance` is positive.
 */
export function findNeighbourhood(
  model: Model,
  derivation: Derivation,
  { distance = model.simulation.initialScale }: NeighbourhoodOptions = {},
): NeighbourhoodOutcome {
  if (!(distance > 0)) throw new RangeError(`findNeighbourhood: a distance of ${distance}`);
  const { set, invariance, linearisation } = derivation;
  const dimension = model.parameters.length;
  if (set.rows.length < dimension) return none('the set is no point, and a trajectory may leave any part of it');
  if (dimension > 2) return none('neighbourhoods are only computed for one or two parameters');
  const noSde = noSdeReason(model);
  if (noSde !== null) return none(noSde);
  if (isLeft(invariance)) return none('the point is not invariant');
  if (linearisation === null) return none('drift or noise is not smooth at the point');
  if (certifySet(model, derivation)?.claim !== 'attractive') return none('the point is not certified to attract');
  const process = statedProcess(model, set);
  if (process === null) return none('the point is not rational');
  const checked = readProcess(process);
  const expanded = expansionOf(checked, zero);
  if (typeof expanded === 'string') return none(expanded);
  const expand = (radius: Rational) => {
    const known = expansionOf(checked, radius);
    return typeof known === 'string' ? null : known;
  };
  const candidates = dimension === 1 ? scalarCandidates(expanded) : planarCandidates(expanded, expand);
  const state = (candidate: Candidate, radius: Rational): NeighbourhoodCertificate => ({
    version: 2,
    kind: 'neighbourhood',
    model: model.name,
    set: set.name,
    process,
    exponent: toText(candidate.exponent),
    radius: toText(radius),
    rate: toText(candidate.rate),
    weight: candidate.weight,
    bounds: [toText(candidate.bounds[0]), toText(candidate.bounds[1])],
    order: expansionOrder,
  });
  const best = bestVerified(candidates, distance, state);
  if (best === null) return none('no exponent and radius were found for which 𝓛W ≤ 0 can be verified');
  const { candidate, radius, certificate } = best;
  const factor = dividedBy(candidate.bounds[1], candidate.bounds[0]);
  return { status: 'found', neighbourhood: neighbourhoodOf(certificate, { ...candidate, radius, factor }) };
}

/** Drift and noise are expanded so far: on M2's ball the rest is a few per cent, and higher degrees cost time. */
const expansionOrder = 9;

function none(reason: string): NeighbourhoodOutcome {
  return { status: 'none', reason };
}

function expansionOf(process: CheckedProcess, radius: Rational): ExpandedProcess | string {
  try {
    return expandProcess(process, expansionOrder, radius);
  } catch (error) {
    if (error instanceof NotFollowed) return error.message;
    throw error;
  }
}

/** Every candidate at the largest of its shrunken radii that the checker verifies, unless another is better already. */
function bestVerified(
  candidates: readonly Candidate[],
  distance: number,
  state: (candidate: Candidate, radius: Rational) => NeighbourhoodCertificate,
) {
  let best: { candidate: Candidate; radius: Rational; certificate: Followed<NeighbourhoodCertificate> } | null = null;
  let least = Number.POSITIVE_INFINITY;
  const promise = (candidate: Candidate, radius: number) => logBound(candidate, distance, radius);
  const ordered = [...candidates].sort((a, b) => promise(a, a.radius) - promise(b, b.radius));
  for (const candidate of ordered) {
    for (const share of radiusShares) {
      const radius = roundedDown(dyadic(share * candidate.radius));
      const bound = promise(candidate, toNumber(radius));
      if (bound >= least) break;
      const proof = prove(state(candidate, radius));
      if (proof.status !== 'proved') continue;
      least = bound;
      best = { candidate, radius, certificate: proof.certificate };
      break;
    }
  }
  return best;
}

/** The remainders, which doubles leave out, shrink with the fifth power of the radius. */
const radiusShares = [1, 0.96, 0.9, 0.8, 0.65, 0.4, 0.2, 0.05];

import type { Certificate } from '../kernel/exponent/certificate.js';
import type { Followed } from '../kernel/proved.js';
/** theory §4.2–§6: numbers at the file's constants, data and base point. */
export interface Prediction {
  readonly sufficient: {
    readonly supQ: number | null;
    readonly infQ: number | null;
    readonly alpha: number | null;
    readonly says: 'attractive' | 'repelling' | 'silent';
  };
  readonly exponents: {
    readonly sde: (Exponent & { readonly lowest: number; readonly certificate: Followed<Certificate> | null }) | null;
    readonly eulerMaruyama: (Exponent & { readonly dt: number }) | null;
    readonly sgd: Exponent | null;
    /** along the moving base point: of the SDE, of its Euler–Maruyama chain at dt and of SGD (theory §5) */
    readonly sdeAveraged: Exponent | null;
    readonly eulerMaruyamaAveraged: Exponent | null;
    readonly sgdAveraged: Exponent | null;
    /** Λ(p) of each process that applies, where it is to be had; null unless asked for */
    readonly moments: readonly MomentExponent[] | null;
    /** p* of each process; null unless asked for */
    readonly tailIndex: Readonly<Record<Process['kind'], TailIndex | null>> | null;
    /** all Lyapunov exponents, process after process, largest first; null unless asked for */
    readonly spectrum: readonly SpectralExponent[] | null;
  };
  /** exponents along the set at the base; null where nothing moves along it, it is a point, or the base moves anyway */
  readonly tangential: TangentialExponents | null;
  /**
   * whether the base point does not hold the process: drift or noise along the set moves it, or not every tangential exponent
   * is below 0. The frozen exponents then decide nothing (interface, The verdict)
   */
  readonly baseMoves: boolean;
  /** whether a common eigenvector (or invariant subspace) of H and all C_j was found (theory §5) */
  readonly reducible: boolean;
  /** k common eigenvectors of all matrices in orthonormal normal coordinates, each k numbers; null where there are not so many */
  readonly directions: readonly (readonly number[])[] | null;
  /** sentences for what could not be computed and why */
  readonly remarks: readonly string[];
  /** what is null since it takes more work than it was allowed (see `predict`) */
  readonly cut: readonly CutPart[];
}

/** A part of a prediction that work can run out in, under its path in the JSON. */
export type CutPart =
  | `exponents.${Exclude<keyof Prediction['exponents'], 'tailIndex'>}`
  | 'exponents.sde.certificate'
  | 'tangential'
  | 'sufficient';

/** Per unit of time t = η·step; positive means away from the set. */
export interface Exponent {
  readonly value: number;
  readonly interval: readonly [number, number];
  /** 1 for an enclosure */
  readonly level: number;
  readonly method: 'closed-form' | 'sum' | 'quadrature' | 'spectral' | 'simulation';
}

/**
 * Λ(p) = lim (1/t) log E‖y‖^p, per unit of t = η·step. `convexity`: between bounds from Λ(0) = 0, Λ'(0) = λ and Λ(2), which
 * hold since Λ is convex.
 */
export interface MomentGrowth extends Omit<Exponent, 'method'> {
  readonly method: Exponent['method'] | 'convexity';
}

/** Λ(p) of one process. */
export interface MomentExponent extends MomentGrowth {
  readonly process: Process['kind'];
  readonly p: number;
}

/** What y follows: the linearised SDE, its Euler–Maruyama chain of step dt, or SGD. */
export type Process =
  | { readonly kind: 'sde' }
  | { readonly kind: 'eulerMaruyama'; readonly dt: number }
  | { readonly kind: 'sgd' };

/** One Lyapunov exponent of one process. */
export interface SpectralExponent extends Exponent {
  readonly process: Process['kind'];
}

/** p* > 0 with Λ(p*) = 0, and the interval that it lies in. */
export interface TailIndex {
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly level: number;
}

/** How fast the process on the set leaves its base point, or comes back to it, when it is a little off (theory §4.4, §5). */
export interface TangentialExponents {
  /** the top exponent of the SDE linearised along the set at the base; null where there is no SDE */
  readonly sde: Exponent | null;
  /** the same of SGD; null for an SDE without data, and −∞ where a step lands on the base exactly */
  readonly sgd: Exponent | null;
  /** whether each of them that applies is below 0: else exponents at the base decide nothing */
  readonly holds: boolean;
}

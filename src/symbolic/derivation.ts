import type { Rational } from '../arithmetic/rational.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { InvarianceCertificate } from '../kernel/certificate.js';
import type { Proved } from '../kernel/proved.js';
import type { AffineSet } from '../model/model.js';
import type { NoiseModel } from '../model/noise/noiseFacts.js';
import type { NamedPart } from './namedParts.js';
import type { Notation, Prose } from './prose.js';
import type { SmoothWhere } from './region.js';

/** What follows from the formulas alone for one set of one model (theory §3–§4.2). */
export interface Derivation {
  readonly set: AffineSet;
  readonly codimension: number;
  readonly invariance: Invariance;
  readonly smoothness:
    | { readonly status: 'smooth' }
    | { readonly status: 'non-smooth'; readonly atom: string; readonly reason: string };
  /** where what follows was derived: at its borders the formulas have kinks, and it says nothing there */
  readonly region: readonly SmoothWhere[];
  /** null when the set is not invariant, the loss is not smooth there, or there is nothing to linearise */
  readonly linearisation: Linearisation | null;
  /** what happens along the set at its base point; null where it is a point, where the base moves, or without a linearisation */
  readonly tangential: TangentialDynamics | null;
  readonly condition: Condition | null;
  readonly thresholds: readonly Threshold[];
  /** names that the exponent depends on and whose thresholds are not given, or not all of them */
  readonly unsolved: readonly Unsolved[];
  /** exponents in closed form, one a common eigen-direction; null where the family is not found to be simultaneously diagonalisable */
  readonly eigenDirections: readonly EigenDirection[] | null;
  /** why the leading order does not decide (depth-3 chains), or null */
  readonly degenerate: string | null;
  readonly steps: readonly Step[];
}

/** What a derivation says of a set whatever its normal coordinates. */
export interface DerivedSummary
  extends Pick<Derivation, 'set' | 'codimension' | 'invariance' | 'condition' | 'thresholds' | 'unsolved'> {
  readonly eigenDirections: readonly Pick<EigenDirection, 'exponent'>[] | null;
}

/** What is known of a set's invariance, each with its reason (theory §3). */
export type Invariance =
  | (Proved<InvarianceCertificate> & { readonly reason: string })
  | {
      readonly status: 'refuted';
      readonly reason: string;
      readonly counterexample: Counterexample;
      /** whether the counterexample is a kink, and wherever there is a gradient it has no component normal to the set */
      readonly holdsElsewhere: boolean;
    }
  | { readonly status: 'undecided'; readonly reason: string };

/** Whether updates leave the set even where there is a gradient: then there is nothing to linearise or to measure. */
export function isLeft(invariance: Invariance): boolean {
  return invariance.status === 'refuted' && !invariance.holdsElsewhere;
}

/** A point of the set and a sample at which the normal gradient is not zero; exact. */
export interface Counterexample {
  readonly theta: ReadonlyMap<string, Rational>;
  readonly constants: ReadonlyMap<string, Rational>;
  readonly sample: ReadonlyMap<string, Rational>;
  /** at a kink: a direction of the parameters into the region whose gradient tends to the stated one; else null */
  readonly toward: ReadonlyMap<string, Rational> | null;
  /** one number an equation of the set */
  readonly normalGradient: readonly number[];
}

/**
 * The linearised normal dynamics at the set's base point, dy = −H y dt + √η Σ_j C_j y dW_j, in orthonormal normal
 * coordinates (Gram–Schmidt of the equations in the file's order). Expressions are in constants, data moments and,
 * inside sample matrices, the data's names.
 */
export interface Linearisation {
  /** H, k × k; regulariser included */
  readonly curvature: readonly (readonly Expression[])[];
  readonly noise: readonly NoiseFamily[];
  /** Ĥ_i of theory §6, k × k in the data's names, without the regulariser; null for an SDE without data */
  readonly sampleCurvature: readonly (readonly Expression[])[] | null;
  /** k × k; null for an SDE without data */
  readonly regulariserCurvature: readonly (readonly Expression[])[] | null;
  /** normal Hessians of the outputs f_m, k × k each, in the data's names; empty without outputs */
  readonly outputCurvature: readonly (readonly (readonly Expression[])[])[];
  /** learning rate; 1 for an SDE without data */
  readonly learningRate: Expression;
  /** whether drift or noise along the set moves the base point; then the exponents here are frozen ones */
  readonly baseMoves: boolean;
  /** H and the matrix of each noise family over names of their parts, each part after those that it is made of */
  readonly named: {
    /** the loss of one sample anywhere, and the parts that it is made of there; null for an SDE */
    readonly loss: { readonly formula: Expression; readonly parts: readonly NamedPart[] } | null;
    readonly parts: readonly NamedPart[];
    readonly curvature: readonly (readonly Expression[])[];
    readonly noise: readonly (readonly (readonly Expression[])[])[];
  };
}

/**
 * What the process on the set does near a base point that it does not move (theory §4.4 needs the base to stay in K).
 *
 * `rests`: nothing moves along the set, anywhere on it, so that the base stays where it is put. `linear`: the linearised
 * process along the set, t × t in orthonormal tangential coordinates, t = d − k. `large`: too many directions to linearise.
 */
export type TangentialDynamics =
  | { readonly kind: 'rests' }
  | {
      readonly kind: 'linear';
      readonly linearisation: Linearisation;
      /** common eigenvectors, as for the normal directions (theory §5) */
      readonly eigenDirections: readonly EigenDirection[] | null;
    }
  | { readonly kind: 'large'; readonly dimension: number };

/** Σ_j C_j C_jᵀ = weight · mean over samples of M Mᵀ (over: samples), or weight · M Mᵀ (over: once). */
export interface NoiseFamily {
  readonly source: NoiseModel['kind'];
  readonly over: 'samples' | 'once';
  readonly weight: Expression;
  readonly matrix: readonly (readonly Expression[])[];
}

/** theory §4.1, §4.2. Codimension 1: α. Above: sup and inf of Q over directions, where they have a closed form. */
export interface Condition {
  readonly alpha: Expression | null;
  readonly supQ: Expression | null;
  readonly infQ: Expression | null;
}

/** Along a common eigenvector of H and all C_j the exponent is −h − (η/2) Σ_j c_j² (theory §5). */
export interface EigenDirection {
  /** k, orthonormal normal coordinates, not normalised */
  readonly direction: readonly Expression[];
  readonly curvature: Expression;
  /** Σ_j c_j², as weight · moment */
  readonly noise: Expression;
  readonly exponent: Expression;
}

/** A zero of the SDE's exponent in one constant or one moment of the data, the others held. */
export interface Threshold {
  /** a constant's name, or a moment such as mean(x*y) */
  readonly parameter: string;
  readonly expression: Expression;
  /** what attracts: `eta > …` or `eta < …`, or null where the orientation is not established */
  readonly orientation: 'above' | 'below' | null;
  /** a condition under which there is this zero; null when always */
  readonly domain: Expression | null;
}

/** A constant or a moment in which the exponent is not solved, or may have more zeros than are given. */
export interface Unsolved {
  readonly parameter: string;
  readonly reason: string;
}

/** A sentence, and the formula that it leads to. */
export interface Step {
  readonly title: string;
  readonly what: Prose;
  /** what stands before the formula where it is shown, such as `eta >` */
  readonly left: Notation | null;
  readonly expression: Expression | null;
}

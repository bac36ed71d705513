import type { Certificate, CertifiedFamily, JsonValue } from './exponent/certificate.js';

/**
 * Evidence for the verdict on a claim, as plain JSON: exact numbers are text `p` or `p/q`, formulas are in the grammar of
 * model files. `checkCertificate` verifies it.
 */
export type ClaimCertificate =
  | InvarianceCertificate
  | CounterexampleCertificate
  | EquivalenceCertificate
  | DifferenceCertificate
  | BoundCertificate
  | Certificate;

/** What both invariance certificates say of the model: its formulas as written, the set, and what is held fixed. */
export interface StatedModel {
  readonly model: string;
  readonly set: string;
  readonly claim: string;
  readonly parameters: readonly string[];
  /** names that range over the samples */
  readonly data: readonly string[];
  /** each = 0 on the set */
  readonly equations: readonly string[];
  readonly fields: readonly StatedField[];
}

/** What pulls on the parameters: the gradient of a formula, or a vector field given outright (one formula a parameter). */
export interface StatedField {
  readonly role: 'loss' | 'regulariser' | 'output' | 'drift' | 'diffusion';
  readonly formulas: readonly string[];
}

/** The normal components of all fields vanish on the set, as identities (theory §3). */
export interface InvarianceCertificate extends StatedModel {
  readonly version: 2;
  readonly kind: 'invariance';
  /** values that replace names: constants for which the identity does not hold in general; empty otherwise */
  readonly values: Readonly<Record<string, string>>;
  /** data that the identity is claimed for: values of some of the data's names, the others any; one empty case: all data */
  readonly cases: readonly Readonly<Record<string, string>>[];
  /** for each case a point of the set about which every formula has a value: all names that nothing else gives */
  readonly points: readonly Readonly<Record<string, string>>[];
  /** the set as a graph: some parameters through the others */
  readonly restriction: Readonly<Record<string, string>>;
  readonly chains: readonly IdentityChain[];
}

/** field · normal = each of the expressions in turn, the last of which is 0. */
export interface IdentityChain {
  readonly field: number;
  /** one number a parameter */
  readonly normal: readonly string[];
  readonly steps: readonly { readonly expression: string; readonly by: string }[];
}

/** A point of the set and a sample at which a field has a normal component (theory §3). */
export interface CounterexampleCertificate extends StatedModel {
  readonly version: 2;
  readonly kind: 'counterexample';
  readonly values: Readonly<Record<string, string>>;
  readonly field: number;
  readonly normal: readonly string[];
  /** bounds of the normal component, which exclude 0 */
  readonly bounds: readonly [string, string];
  /** the side of a kink from which the gradient tends to this component, one number a parameter; null without a kink */
  readonly toward: readonly string[] | null;
}

/** A claimed condition holds exactly where the derived exponent is negative: a tree of sign cases (theory §5, §7). */
export interface EquivalenceCertificate {
  readonly version: 2;
  readonly kind: 'equivalence';
  readonly model: string;
  readonly set: string;
  readonly claim: string;
  readonly data: readonly string[];
  readonly condition: string;
  readonly exponent: string;
  readonly assumptions: readonly Assumption[];
  /** numbers at which the assumptions hold and both sides have values, so that the statement is about something */
  readonly instance: {
    readonly values: Readonly<Record<string, string>>;
    readonly samples: readonly (readonly string[])[] | null;
  };
  readonly proof: SignCase;
}

/** What the domain of a claim says of the names. */
export interface Assumption {
  readonly expression: string;
  readonly sign: 'positive' | 'nonnegative';
  readonly because: string;
}

/** A proof by cases: a split into the signs of an expression, or what closes a case. */
export type SignCase =
  /** an expression is negative, zero or positive; `product`: it is the product of these, whose signs are known */
  | {
      readonly split: string;
      readonly negative: SignCase;
      readonly zero: SignCase;
      readonly positive: SignCase;
    }
  | { readonly product: string; readonly factors: readonly string[]; readonly inside: SignCase }
  /** condition and sign of the exponent agree, given the signs so far */
  | { readonly agree: true }
  /** the condition or the exponent is not defined here */
  | { readonly undefined: true }
  /** a combination of what is assumed here with multipliers that leaves 0 < 0 */
  | { readonly contradiction: readonly { readonly of: string; readonly multiplier: string }[] };

/** Values at which a claimed condition and the sign of the exponent differ. */
export interface DifferenceCertificate {
  readonly version: 2;
  readonly kind: 'difference';
  readonly model: string;
  readonly set: string;
  readonly claim: string;
  readonly data: readonly string[];
  readonly condition: string;
  readonly values: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly string[])[] | null;
  readonly holds: boolean;
  /** above or below 0 */
  readonly exponent: ExponentBound;
}

/** The exponent lies on one side of every one of these values. */
export interface BoundCertificate {
  readonly version: 1;
  readonly kind: 'bounds';
  readonly model: string;
  readonly set: string;
  readonly claim: string;
  readonly data: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly string[])[] | null;
  readonly bounds: readonly ExponentBound[];
}

/** A number that an exponent lies above or below, or is, and what shows it. */
export type ExponentBound =
  | { readonly value: string; readonly side: 'above' | 'below' | 'equal'; readonly closedForm: string }
  /** SGD whose steps multiply by normal numbers */
  | { readonly value: string; readonly side: 'above' | 'below' | 'equal'; readonly steps: StatedSteps }
  /** a certificate for the family whose curvature is larger by `value`, so that its exponent is smaller by as much */
  | { readonly value: string; readonly side: 'above' | 'below'; readonly family: Certificate }
  /** the growth rate of the mean square of a family */
  | { readonly value: string; readonly side: 'above' | 'below'; readonly meanSquare: MeanSquareProof };

/** A family, and P > 0 such that the drift yᵀGy of yᵀPy has G < cP, or G > cP, for a bound c of the growth of E‖y‖². */
export interface MeanSquareProof {
  readonly family: CertifiedFamily;
  /** P, symmetric */
  readonly weights: readonly (readonly string[])[];
}

/** A step multiplies by μ + σξ, by one a sample or the same for all: the exponent is the largest mean log of its size. */
export interface StatedSteps {
  readonly learningRate: string;
  readonly over: 'samples' | 'once';
  readonly directions: readonly { readonly mean: string; readonly variance: string }[];
}

export type { JsonValue };

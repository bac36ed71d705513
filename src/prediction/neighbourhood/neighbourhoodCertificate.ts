/**
 * A proof that a process started near a point hardly ever leaves a ball about it, which a separate checker verifies in
 * exact arithmetic (theory §4.4).
 *
 * With r = ‖θ − base‖ and the direction ϑ, W = r^exponent g(ϑ) satisfies 𝓛W ≤ −rate · W for 0 < r ≤ radius, 𝓛 the
 * generator of the stated SDE itself, not of its linearisation. Plain JSON: numbers are rationals as text, `p` or `p/q`,
 * formulas are in the grammar of model files.
 */
export interface NeighbourhoodCertificate {
  readonly version: 2;
  readonly kind: 'neighbourhood';
  readonly model: string;
  readonly set: string;
  readonly process: StatedProcess;
  readonly exponent: string;
  readonly radius: string;
  readonly rate: string;
  readonly weight: WeightText;
  /** 0 < lower ≤ g ≤ upper */
  readonly bounds: readonly [string, string];
  /** drift and noise columns are expanded to this degree about the base; beyond it they are bounded */
  readonly order: number;
}

/** The SDE dθ = b dt + S dW in the parameters, with everything that its formulas rest on. */
export interface StatedProcess {
  readonly parameters: readonly string[];
  /** where b and S vanish, one number a parameter */
  readonly base: readonly string[];
  readonly constants: Readonly<Record<string, string>>;
  /** names that range over the samples */
  readonly data: readonly string[];
  readonly samples: readonly (readonly string[])[];
  readonly drift: readonly StatedPart[];
  readonly noise: readonly StatedPart[];
}

/**
 * A part of b or of S Sᵀ, with v = ∇potential or v given by one formula a parameter. Of b: weight times the mean of v over the
 * samples (`averaged`), or v without samples (`once`). Of S Sᵀ: weight times the mean over the samples of v vᵀ (`each`) or of
 * (v − v̄)(v − v̄)ᵀ (`centred`), or v̄ v̄ᵀ (`averaged`), or v vᵀ without samples (`once`).
 */
export interface StatedPart {
  readonly form: 'each' | 'centred' | 'averaged' | 'once';
  readonly weight: string;
  readonly column:
    | { readonly kind: 'gradient'; readonly potential: string }
    | { readonly kind: 'vector'; readonly components: readonly string[] };
}

/** g(ϑ) = (constant + Σ_n cosine_n cos 2nϑ + sine_n sin 2nϑ)/denominator, n from 1; without n for one parameter. */
export interface WeightText {
  readonly denominator: string;
  readonly constant: string;
  readonly cosine: readonly string[];
  readonly sine: readonly string[];
}

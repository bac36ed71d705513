/** How claims are checked. */
export interface CheckOptions {
  /** of every random search */
  readonly seed: number;
  /** leads the search straight to a witness that was found before */
  readonly path?: string;
}

/** How claims are checked. */
export interface CheckOptions {
  /** of every random search */
  readonly seed: number;
  /** what the search is to name as the path to its witness */
  readonly path?: string;
}

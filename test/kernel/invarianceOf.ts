/** What a certificate of invariance in parameters w and v and data x has beside its parts: the set w = 0 unless another is given. */
export interface InvarianceParts {
  readonly role?: 'loss' | 'drift';
  readonly formulas: readonly string[];
  readonly point: Readonly<Record<string, string>>;
  readonly equations?: readonly string[];
}

/** The certificate that equations, each a parameter, hold an invariant set of one field, without chains that are told. */
export function invarianceOf({ role = 'loss', formulas, point, equations = ['w'] }: InvarianceParts): unknown {
  return {
    version: 2,
    kind: 'invariance',
    model: 'm',
    set: 's',
    claim: 'invariant: true',
    parameters: ['w', 'v'],
    data: ['x'],
    equations,
    fields: [{ role, formulas }],
    values: {},
    cases: [{}],
    points: [point],
    restriction: Object.fromEntries(equations.map((name) => [name, '0'])),
    chains: [],
  };
}

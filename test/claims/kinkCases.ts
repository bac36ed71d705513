import fc from 'fast-check';

/** A model file with one claim whose truth is known from how it was made; null: it is about nothing. */
export interface KnownClaim {
  readonly text: string;
  readonly truth: boolean | null;
}

/** In v, w and x: its derivative by w is 0 on w = 0. */
const still = fc.constantFrom('v*x', 'w^2*x', 'cos(w)*v', 'v^2*w^2 - x*v', 'exp(w^2) + v', 'v*tanh(w)*w', 'x^2');
const scale = fc.constantFrom('1', '2', '-3', '1/2', '-2/3');

/** Something linear in v, x and w that is 0 somewhere on w = 0. */
const argument = fc
  .tuple(scale, scale, fc.constantFrom('v', 'v*x', 'x', 'v - x', 'v + 1'))
  .map(([a, b, on]) => ({ on: `(${a}*(${on}))`, slope: `(${b}*w)` }));

function invarianceClaims(): fc.Arbitrary<KnownClaim> {
  const cancelling = fc.tuple(argument, argument, fc.nat(5)).map(([{ on, slope }, other, kind]) => {
    const [p, q] = [`(${on} + ${slope})`, `(${other.on} - ${other.slope})`];
    return [
      `relu(${p}) - relu(-${p}) - ${p}`,
      `abs(${p}) - relu(${p}) - relu(-${p})`,
      `max(${p}, ${q}) + min(${p}, ${q}) - ${p} - ${q}`,
      `abs(${p})*abs(${p}) - ${p}^2`,
      `max(${p}, ${q}) - (${p} + ${q} + abs(${p} - ${q}))/2`,
      `(${p} > 0 ? ${p} : 0) - relu(${p})`,
    ][kind];
  });
  const harmless = fc
    .tuple(argument, fc.nat(2))
    .map(([{ on, slope }, kind]) => [`w^2*abs(${on} + ${slope})`, `abs(${on})`, 'w*relu(w)'][kind]);
  const harmful = fc
    .tuple(argument, scale, fc.nat(4))
    .map(
      ([{ on, slope }, c, kind]) =>
        [
          `${c}*abs(w)*(v^2 + 1)`,
          `${c}*(abs(${on} + ${slope}) + abs(${on} - ${slope}))`,
          `${c}*(relu(${on} + ${slope}) + relu(${on} - ${slope}))`,
          `${c}*max(${on} + ${slope}, ${on} - ${slope})`,
          `${c}*w*(sign(${on})^2 - 1)`,
        ][kind],
    );
  const part = fc.oneof(
    cancelling.map((formula) => ({ formula, truth: true })),
    harmless.map((formula) => ({ formula, truth: true })),
    harmful.map((formula) => ({ formula, truth: false })),
    fc.constant({ formula: 'log(-1 - w^2 - v^2)', truth: null }),
  );
  return fc.tuple(still, part, scale).map(([smooth, { formula, truth }, c]) => ({
    text: model(
      [`loss: "${smooth} + ${c}*(${formula})"`, ...data, 'constants: { eta: 0.1 }'],
      '[w]',
      'invariant: true',
      'v, w',
    ),
    truth,
  }));
}

/** An exponent whose sign turns where a constant passes a kink, and what it is there. */
function borderClaims(): fc.Arbitrary<KnownClaim> {
  // of each the sign of λ below, at and above the border; the loss is ± w^2/2 near w = 0
  const shapes = [
    { loss: (c: string) => `relu(${c} + w^2) - w^2/2`, attracts: [false, true, true] },
    { loss: (c: string) => `abs(${c} + w^2)/2`, attracts: [false, true, true] },
    { loss: (c: string) => `max(${c}, w^2) - w^2/2`, attracts: [true, true, false] },
    { loss: (c: string) => `w^2/2 - max(${c}, w^2)`, attracts: [false, false, true] },
  ];
  const operators = ['<', '<=', '>', '>=', '==', '!='] as const;
  return fc
    .tuple(fc.constantFrom(...shapes), fc.constantFrom(...operators), fc.constantFrom('0', '1', '-1/2'))
    .map(([{ loss, attracts }, operator, border]) => {
      const holds = {
        '<': [1, 0, 0],
        '<=': [1, 1, 0],
        '>': [0, 0, 1],
        '>=': [0, 1, 1],
        '==': [0, 1, 0],
        '!=': [1, 0, 1],
      };
      const parts = [`loss: "${loss(`(c - ${border})`)}"`, ...data, 'constants: { eta: 0.1, c: 3 }'];
      const truth = attracts.every((one, i) => one === (holds[operator][i] === 1));
      return { text: model(parts, '[w]', `attractive: "c ${operator} ${border}"`, 'w'), truth };
    });
}

/** Attraction where a > 0, of formulas that have values for some b alone. */
function domainClaims(): fc.Arbitrary<KnownClaim> {
  const decorations = [
    { drift: '-w*a*b/b', has: ['b < 0', 'b > 0'] },
    { drift: '-w*a + 0*log(b)', has: ['b > 0'] },
    { drift: '-w*(a + sqrt(b) - sqrt(b))', has: ['b == 0', 'b > 0'] },
    { drift: '-w*(a + sqrt(b)^2 - b)', has: ['b == 0', 'b > 0'] },
  ];
  const conditions = [
    { text: 'a > 0 and b > 0', holds: ['b > 0'] },
    { text: 'a > 0 and b >= 0', holds: ['b == 0', 'b > 0'] },
    { text: 'a > 0 and b != 0', holds: ['b < 0', 'b > 0'] },
    { text: 'a > 0', holds: ['b < 0', 'b == 0', 'b > 0'] },
  ];
  const ranges = ['', ', for: { b: [-3, -1] }'];
  return fc
    .tuple(fc.constantFrom(...decorations), fc.constantFrom(...conditions), fc.constantFrom(...ranges))
    .map(([{ drift, has }, condition, range]) => {
      const spoken = range === '' ? has : has.filter((where) => where === 'b < 0');
      const truth = spoken.length === 0 ? null : spoken.every((where) => condition.holds.includes(where));
      const parts = [
        `drift: ["${drift}"]`,
        'noise: [{ kind: explicit, diffusion: [["0*w"]] }]',
        'constants: { a: 1, b: 2 }',
      ];
      return { text: model(parts, '[w]', `attractive: "${condition.text}"${range}`, 'w'), truth };
    });
}

const data = [
  'inputs: [x]',
  'targets: [y]',
  'data: { samples: [[1, 1], [0, 2], [-2, 1]] }',
  'learningRate: eta',
  'noise: []',
];

function model(parts: readonly string[], set: string, claim: string, parameters: string): string {
  return [
    'name: known',
    `parameters: [${parameters}]`,
    ...parts,
    `sets: [{ name: s, equations: ${set} }]`,
    `claims: [{ set: s, ${claim} }]`,
  ].join('\n');
}

/** Statements about kinks that count or cancel, about borders in a constant, and about domains of formulas. */
export const knownClaims: fc.Arbitrary<KnownClaim> = fc.oneof(
  { weight: 5, arbitrary: invarianceClaims() },
  { weight: 3, arbitrary: borderClaims() },
  { weight: 2, arbitrary: domainClaims() },
);

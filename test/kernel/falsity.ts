import { type Rational, rational } from '../../src/arithmetic/rational.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import type { RandomStream } from '../../src/numeric/random.js';
import { sdeExponentOnCircle } from '../../src/prediction/circle/circle.js';
import { type ExactLinearFamily, floatFamily } from '../../src/prediction/matrices/linearFamily.js';
import { sdeSecondMoment } from '../../src/prediction/moments/secondMoment.js';
import type { Json } from './mutations.js';

/* Whether a statement is false, judged in double precision and with a margin, apart from the kernel: true only where it is plain. */

type Certificate = Readonly<Record<string, Json>>;
type Numbers = ReadonlyMap<string, number>;

/** Falsity of a certificate's statement; false where it is true or not plain. */
export function isFalse(kind: string, certificate: Certificate, stream: RandomStream): boolean {
  try {
    return judges[kind](certificate, stream);
  } catch {
    // what cannot be read or has no value states nothing
    return false;
  }
}

const judges: Readonly<Record<string, (certificate: Certificate, stream: RandomStream) => boolean>> = {
  invariance: leavesSet,
  counterexample: hasNoComponent,
  equivalence: differsSomewhere,
  difference: hasNoDifference,
  bounds: isBeyondBound,
  exponent: hasOtherSign,
  neighbourhood: isNoSupermartingale,
};

function leavesSet(certificate: Certificate, stream: RandomStream): boolean {
  const parameters = certificate.parameters as string[];
  const equations = (certificate.equations as string[]).map((text) => parseExpression(text));
  const values = numbersOf(certificate.values);
  const cases = (certificate.cases as Certificate[]).map(numbersOf);
  const names = namesIn(JSON.stringify([certificate.fields, certificate.equations]));
  for (let attempt = 0; attempt < 30; attempt++) {
    const open = new Map(names.map((name) => [name, small(stream)] as const));
    const at = new Map([...open, ...values, ...cases[stream.below(cases.length)]]);
    const rows = equations.map((equation) =>
      parameters.map((name) => number(equation, with_(at, name, 1)) - number(equation, with_(at, name, 0))),
    );
    const onSet = projected(at, parameters, rows, (point) => equations.map((equation) => number(equation, point)));
    if (onSet === null) return false;
    for (const field of certificate.fields as { role: string; formulas: string[] }[]) {
      const formulas = field.formulas.map((text) => parseExpression(text));
      for (const row of rows) {
        const component =
          field.role === 'drift' || field.role === 'diffusion'
            ? formulas.reduce((sum, formula, i) => sum + row[i] * number(formula, onSet), 0)
            : slope((point) => number(formulas[0], point), onSet, parameters, row);
        if (Number.isFinite(component) && Math.abs(component) > 1e-3) return true;
      }
    }
  }
  return false;
}

function hasNoComponent(certificate: Certificate): boolean {
  const parameters = certificate.parameters as string[];
  const at = numbersOf(certificate.values);
  const normal = (certificate.normal as string[]).map(numberOf);
  const equations = (certificate.equations as string[]).map((text) => parseExpression(text));
  if (equations.some((equation) => Math.abs(number(equation, at)) > 1e-6)) return true;
  const field = (certificate.fields as { role: string; formulas: string[] }[])[certificate.field as number];
  const formulas = field.formulas.map((text) => parseExpression(text));
  const isVector = field.role === 'drift' || field.role === 'diffusion';
  const component = isVector
    ? formulas.reduce((sum, formula, i) => sum + normal[i] * number(formula, at), 0)
    : slope((point) => number(formulas[0], point), at, parameters, normal);
  const [low, high] = (certificate.bounds as string[]).map(numberOf);
  return Math.abs(component) < 1e-6 || component < low - 1e-3 || component > high + 1e-3;
}

function differsSomewhere(certificate: Certificate, stream: RandomStream): boolean {
  const data = certificate.data as string[];
  const [condition, exponent] = [certificate.condition, certificate.exponent].map((text) =>
    parseExpression(text as string),
  );
  const assumptions = (certificate.assumptions as { expression: string; sign: string }[]).map(({ expression }) =>
    parseExpression(expression),
  );
  const names = namesIn(JSON.stringify([certificate.condition, certificate.exponent, certificate.assumptions]));
  for (let attempt = 0; attempt < 400; attempt++) {
    const at = new Map(names.filter((name) => !data.includes(name)).map((name) => [name, small(stream)] as const));
    const rows = Array.from({ length: 1 + stream.below(3) }, () => data.map(() => small(stream)));
    const samples = { names: data, rows };
    if (assumptions.some((assumption) => !((evaluate(assumption, at, samples) as number) > 1e-6))) continue;
    const value = evaluate(exponent, at, samples) as number;
    const truth = evaluate(condition, at, samples);
    if (!Number.isFinite(value) || Math.abs(value) < 1e-6 || typeof truth !== 'boolean') continue;
    if (truth !== value < 0) return true;
  }
  return false;
}

function hasNoDifference(certificate: Certificate): boolean {
  const { values, samples } = placeOf(certificate);
  const exponent = certificate.exponent as Certificate;
  const truth = evaluate(parseExpression(certificate.condition as string), values, samples);
  const value = evaluate(parseExpression(exponent.closedForm as string), values, samples) as number;
  if (Math.abs(value) < 1e-6) return false;
  return truth !== certificate.holds || value < 0 !== (exponent.sign === 'negative') || truth === value < 0;
}

function isBeyondBound(certificate: Certificate): boolean {
  const { values, samples } = placeOf(certificate);
  const bounds = certificate.bounds as { value: string; side: string; closedForm?: string; meanSquare?: Certificate }[];
  return bounds.some(({ value, side, closedForm, meanSquare }) => {
    const exponent = meanSquare
      ? sdeSecondMoment(floatFamily(familyOf(meanSquare))).value
      : (evaluate(parseExpression(closedForm ?? ''), values, samples) as number);
    const gap = exponent - numberOf(value);
    return Number.isFinite(gap) && (side === 'above' ? gap < -1e-6 : gap > 1e-6);
  });
}

/** λ of a 2 × 2 family by the solver on the circle; with radii that of the stated matrices, which is one of those meant. */
function hasOtherSign(certificate: Certificate): boolean {
  const { value } = sdeExponentOnCircle(familyOf(certificate));
  return certificate.claim === 'attractive' ? value > 1e-6 : value < -1e-6;
}

function familyOf(certificate: Certificate): ExactLinearFamily {
  const family = certificate.family as Certificate;
  const exact = (rows: Json): Rational[][] => (rows as string[][]).map((row) => row.map(rationalOf));
  return {
    learningRate: rationalOf(family.learningRate as string),
    curvature: exact(family.curvature),
    noise: (family.noise as { weight: string; matrix: Json }[]).map(({ weight, matrix }) => ({
      weight: rationalOf(weight),
      matrix: exact(matrix),
    })),
  };
}

/** dx = a x dt + s x dW in lowest order: x^−p 𝓛 x^p = p (a + s² (p − 1)/2) at x = 0 is above −rate. */
function isNoSupermartingale(certificate: Certificate): boolean {
  const process = certificate.process as Certificate;
  const at = new Map([...numbersOf(process.constants), ['theta', 0]]);
  const derivative = (text: string) => {
    const formula = parseExpression(text);
    return (
      (number(formula, new Map([...at, ['theta', 1e-5]])) - number(formula, new Map([...at, ['theta', -1e-5]]))) / 2e-5
    );
  };
  const total = (name: 'drift' | 'noise', power: number) =>
    (process[name] as { weight: string; column: { components: string[] } }[]).reduce(
      (sum, { weight, column }) =>
        sum + number(parseExpression(weight), at) * derivative(column.components[0]) ** power,
      0,
    );
  const p = numberOf(certificate.exponent as string);
  const growth = p * (total('drift', 1) + (total('noise', 2) * (p - 1)) / 2);
  return growth > -numberOf(certificate.rate as string) + 1e-4;
}

function placeOf(certificate: Certificate) {
  const rows = (certificate.samples as string[][] | null)?.map((row) => row.map(numberOf)) ?? [];
  return { values: numbersOf(certificate.values), samples: { names: certificate.data as string[], rows } };
}

function numbersOf(json: Json): Map<string, number> {
  return new Map(Object.entries(json as Record<string, string>).map(([name, text]) => [name, numberOf(text)]));
}

function rationalOf(text: string): Rational {
  const [above, below = '1'] = text.split('/');
  return rational(BigInt(above), BigInt(below));
}

function numberOf(text: string): number {
  const [above, below = '1'] = text.split('/');
  return Number(above) / Number(below);
}

function number(formula: ReturnType<typeof parseExpression>, at: Numbers): number {
  return evaluate(formula, at) as number;
}

function with_(at: Numbers, name: string, value: number): Numbers {
  return new Map([...at, [name, value]]);
}

function small(stream: RandomStream): number {
  return ((1 + stream.below(12)) / 5) * (stream.below(2) === 0 ? 1 : -1);
}

function namesIn(text: string): string[] {
  return [...new Set(text.match(/[A-Za-z_]\w*/g) ?? [])];
}

/** The same step in both directions; NaN where the quotients disagree, as on a kink. */
function slope(
  of: (at: Numbers) => number,
  at: Numbers,
  parameters: readonly string[],
  direction: readonly number[],
): number {
  const moved = (h: number) =>
    of(new Map([...at, ...parameters.map((name, i) => [name, (at.get(name) as number) + h * direction[i]] as const)]));
  const [one, other] = [1e-4, 1e-5].map((h) => (moved(h) - moved(-h)) / (2 * h));
  return Math.abs(one - other) < 1e-2 * (1 + Math.abs(one)) ? other : Number.NaN;
}

/** The nearest point of the set; null where the rows are none of an affine set. */
function projected(
  at: Numbers,
  parameters: readonly string[],
  rows: readonly (readonly number[])[],
  residual: (at: Numbers) => number[],
): Numbers | null {
  let point = at;
  for (let round = 0; round < 50; round++) {
    for (const [i, row] of rows.entries()) {
      const size = row.reduce((sum, x) => sum + x * x, 0);
      if (size === 0) return null;
      const step = residual(point)[i] / size;
      point = new Map([
        ...point,
        ...parameters.map((name, j) => [name, (point.get(name) as number) - step * row[j]] as const),
      ]);
    }
  }
  return residual(point).every((gap) => Math.abs(gap) < 1e-9) ? point : null;
}

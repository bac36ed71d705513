import type { Rational } from '../../src/arithmetic/rational.js';
import type { Expression } from '../../src/expression/syntax/expression.js';

/*
 * Evaluation to more than a hundred digits that shares nothing with src: whole numbers scaled by 2^bits, rounded down
 * after every operation, no bound on the error. It tells derivatives and identities right from wrong, it proves nothing.
 */

const bits = 448n;
const unit = 1n << bits;

/** Values are whole multiples of 2^-448; as a double. */
export function asDouble(value: bigint): number {
  return Number((value * (1n << 60n)) / unit) / 2 ** 60;
}

export function fixed({ numerator, denominator }: Rational): bigint {
  return (numerator * unit) / denominator;
}

/** a / b; null when b is 0. */
export function ratio(a: bigint, b: bigint): bigint | null {
  return b === 0n ? null : (a * unit) / b;
}

/** |a − b| ≤ 10^-digits · max(1, |a|). */
export function agreesTo(digits: number, a: bigint, b: bigint): boolean {
  const size = magnitude(a) > unit ? magnitude(a) : unit;
  return magnitude(a - b) * 10n ** BigInt(digits) <= size;
}

export interface FixedSamples {
  readonly names: readonly string[];
  readonly rows: readonly (readonly bigint[])[];
}

/** The value at a point, null where it is not defined (or too large to be of use). */
export function evaluateFixed(
  expression: Expression,
  values: ReadonlyMap<string, bigint>,
  samples: FixedSamples = { names: [], rows: [] },
): bigint | null {
  const known = new Map<Expression, bigint | null>();
  const of = (node: Expression): bigint | null => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const value = compute(node);
    known.set(node, value);
    return value;
  };
  const folded = (nodes: readonly Expression[], join: (a: bigint, b: bigint) => bigint): bigint | null =>
    nodes.map(of).reduce((a, b) => (a === null || b === null ? null : join(a, b)));
  const compute = (node: Expression): bigint | null => {
    switch (node.kind) {
      case 'number':
        return fixed(node.value);
      case 'constant':
        return node.name === 'pi' ? pi() : exp(unit);
      case 'symbol':
        return values.get(node.name) ?? null;
      case 'sum':
        return folded(node.terms, (a, b) => a + b);
      case 'product':
        return folded(node.factors, times);
      case 'power':
        return powerOf(node, of);
      case 'call':
        return called(node.function, node.arguments.map(of));
      case 'conditional': {
        const holds = of(node.condition);
        return holds === null ? null : of(holds === 0n ? node.otherwise : node.then);
      }
      case 'comparison':
        return compared(node.operator, of(node.left), of(node.right));
      case 'logical': {
        const parts = node.operands.map(of);
        if (parts.includes(null)) return null;
        if (node.operator === 'not') return parts[0] === 0n ? unit : 0n;
        const isTrue = (part: bigint | null): boolean => part !== 0n;
        return (node.operator === 'and' ? parts.every(isTrue) : parts.some(isTrue)) ? unit : 0n;
      }
      case 'moment': {
        const inner = samples.rows.map((row) =>
          evaluateFixed(node.argument, new Map([...values, ...samples.names.map((n, i) => [n, row[i]] as const)])),
        );
        if (inner.length === 0 || !inner.every((value) => value !== null)) return null;
        const mean = average(inner);
        return node.moment === 'mean' ? mean : average(inner.map((value) => times(value - mean, value - mean)));
      }
    }
  };
  return of(expression);
}

function powerOf(
  { base, exponent }: Extract<Expression, { kind: 'power' }>,
  of: (node: Expression) => bigint | null,
): bigint | null {
  const below = of(base);
  if (below === null) return null;
  if (exponent.kind === 'number' && exponent.value.denominator === 1n) {
    const n = exponent.value.numerator;
    let result = unit;
    for (let i = 0n; i < magnitude(n); i++) result = times(result, below);
    return n < 0n ? ratio(unit, result) : result;
  }
  const above = of(exponent);
  if (above === null) return null;
  if (below === 0n) return above > 0n ? 0n : null;
  const log = logarithm(below);
  return log === null ? null : exp(times(above, log));
}

function called(name: string, values: readonly (bigint | null)[]): bigint | null {
  if (!values.every((value) => value !== null)) return null;
  const [z] = values;
  switch (name) {
    case 'exp':
      return exp(z);
    case 'log':
      return logarithm(z);
    case 'sqrt':
      return z < 0n ? null : squareRoot(z << bits);
    case 'abs':
      return magnitude(z);
    case 'sign':
      return z === 0n ? 0n : z < 0n ? -unit : unit;
    case 'sin':
      return sineAndCosine(z)[0];
    case 'cos':
      return sineAndCosine(z)[1];
    case 'tan':
      return ratio(...sineAndCosine(z));
    case 'sinh':
      return byExponentials(z, (a, b) => (a - b) / 2n);
    case 'cosh':
      return byExponentials(z, (a, b) => (a + b) / 2n);
    case 'tanh':
      return byExponentials(z, (a, b) => ((a - b) * unit) / (a + b));
    case 'sigmoid':
      return byExponentials(z, (a) => (a * unit) / (a + unit));
    case 'softplus': {
      const grown = exp(z);
      return grown === null ? null : logarithm(grown + unit);
    }
    case 'erf':
      return errorFunction(z);
    case 'gelu': {
      const erf = errorFunction(((z * unit) / squareRoot(2n * unit * unit)) as bigint);
      return erf === null ? null : times(z, unit + erf) / 2n;
    }
    case 'relu':
      return z > 0n ? z : 0n;
    case 'leakyrelu':
      return z > 0n ? z : times(values[1] as bigint, z);
    case 'elu': {
      const decayed = z > 0n ? null : exp(z);
      return z > 0n ? z : decayed && decayed - unit;
    }
    case 'silu':
      return byExponentials(z, (a) => (times(z, a) * unit) / (a + unit));
    case 'mish': {
      const grown = exp(z);
      if (grown === null) return null;
      const square = times(grown + unit, grown + unit);
      return (z * (square - unit)) / (square + unit);
    }
    case 'expm1': {
      const grown = exp(z);
      return grown === null ? null : grown - unit;
    }
    case 'log1p':
      return logarithm(unit + z);
    case 'arctan':
      return inverseTangent(z);
    case 'cbrt': {
      const logarithmOfSize = z === 0n ? null : logarithm(magnitude(z));
      const root = logarithmOfSize === null ? 0n : exp(logarithmOfSize / 3n);
      return root === null || z > 0n ? root : -root;
    }
    case 'max':
      return values.reduce(larger);
    case 'min':
      return -values.map((value) => -value).reduce(larger);
    default:
      throw new Error(`the fixed-point evaluation does not know ${name}`);
  }
}

/** A function of exp z and exp(-z). */
function byExponentials(z: bigint, join: (a: bigint, b: bigint) => bigint): bigint | null {
  const grown = exp(magnitude(z));
  if (grown === null) return null;
  const decayed = (unit * unit) / grown;
  return z < 0n ? join(decayed, grown) : join(grown, decayed);
}

function compared(operator: string, a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return null;
  const holds = { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b, '==': a === b, '!=': a !== b }[operator];
  return holds ? unit : 0n;
}

function times(a: bigint, b: bigint): bigint {
  return (a * b) >> bits;
}

function magnitude(a: bigint): bigint {
  return a < 0n ? -a : a;
}

function larger(a: bigint, b: bigint): bigint {
  return a - b > 0n ? a : b;
}

function average(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => a + b) / BigInt(values.length);
}

/** Beyond this sums and differences of exponentials cost digits that the comparisons count on. */
const largestExponent = 60n * unit;

/** exp z = exp(z/2^12)^(2^12), the rest of the series being below the last bit. */
function exp(z: bigint): bigint | null {
  if (magnitude(z) > largestExponent) return null;
  // 32 more bits than the result keeps, for what the squarings lose; exp(-z) by its reciprocal keeps relative digits
  if (z < 0n) {
    const grown = exp(-z);
    return grown === null ? null : (unit * unit) / grown;
  }
  const guard = 32n;
  const small = (z << guard) >> 12n;
  const one = unit << guard;
  let sum = one;
  let term = one;
  for (let n = 1n; term !== 0n; n++) {
    term = ((term * small) >> (bits + guard)) / n;
    sum += term;
  }
  for (let i = 0; i < 12; i++) sum = (sum * sum) >> (bits + guard);
  return sum >> guard;
}

/** Newton's iteration for exp y = z, from a double. */
function logarithm(z: bigint): bigint | null {
  if (z <= 0n) return null;
  const size = z.toString(2).length;
  const shift = BigInt(size) - bits;
  const mantissa = shift >= 0n ? z >> shift : z << -shift;
  let y = BigInt(Math.round((Math.log(asDouble(mantissa)) + Number(shift) * Math.LN2) * 2 ** 40)) * (unit >> 40n);
  for (let i = 0; i < 5; i++) {
    const grown = exp(y);
    if (grown === null || grown === 0n) return null;
    y += (2n * (z - grown) * unit) / (z + grown);
  }
  return y;
}

function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function sineAndCosine(z: bigint): [bigint, bigint] {
  const turn = 2n * pi();
  const angle = z - ((z + (z < 0n ? -turn : turn) / 2n) / turn) * turn;
  const series = (start: bigint, first: bigint): bigint => {
    let sum = first;
    let term = first;
    for (let n = start + 1n; term !== 0n && term !== -1n; n += 2n) {
      term = -(times(times(term, angle), angle) / (n * (n + 1n)));
      sum += term;
    }
    return sum;
  };
  return [series(1n, angle), series(0n, unit)];
}

/** erf z = (2/√π) exp(−z²) Σ 2^n z^(2n+1)/(1·3·…·(2n+1)); 1 to all digits beyond 19. */
function errorFunction(z: bigint): bigint | null {
  if (z < 0n) {
    const mirrored = errorFunction(-z);
    return mirrored === null ? null : -mirrored;
  }
  if (z > 19n * unit) return unit;
  let sum = z;
  let term = z;
  for (let n = 1n; term !== 0n; n++) {
    term = (2n * times(times(term, z), z)) / (2n * n + 1n);
    sum += term;
  }
  const decay = exp(-times(z, z));
  return decay === null ? null : (2n * times(decay, sum) * unit) / squareRoot(pi() << bits);
}

let knownPi: bigint | null = null;

/** Machin: π = 16 arctan(1/5) − 4 arctan(1/239). */
/** arctan x = 2 arctan(x/(1 + √(1 + x²))) until the series is short */
function inverseTangent(z: bigint): bigint {
  if (magnitude(z) > unit / 64n) {
    const root = squareRoot((unit + times(z, z)) << bits);
    return 2n * inverseTangent((z * unit) / (unit + root));
  }
  const square = times(z, z);
  let power = z;
  let total = z;
  for (let n = 3n; magnitude(power) > 1n; n += 2n) {
    power = -times(power, square);
    total += power / n;
  }
  return total;
}

function pi(): bigint {
  const arctan = (n: bigint): bigint => {
    let power = (unit << 16n) / n;
    let sum = power;
    for (let i = 3n; power > 0n; i += 2n) {
      power /= n * n;
      sum += (i % 4n === 3n ? -power : power) / i;
    }
    return sum;
  };
  knownPi ??= (16n * arctan(5n) - 4n * arctan(239n)) >> 16n;
  return knownPi;
}

/** No reader of a table wants more; the JSON has every digit. */
const mostDigits = 4;
/** Digits that the half-width of an interval is shown to; the number itself ends at the same place. */
const digitsOfWidth = 2;

/** A number to four significant digits, without trailing zeros; outside 1e-4..1e6 with a power of ten. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= Number.MAX_VALUE) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(mostDigits - 1).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(mostDigits)));
}

/** A number and its interval, both to the digits that the interval's width leaves meaning to: `-0.503 [-0.545, -0.461]`. */
export function formatEstimate(value: number, interval: readonly [number, number] | null): [string, string | null] {
  if (interval === null) return [formatNumber(value), null];
  const halfWidth = (interval[1] - interval[0]) / 2;
  if (isExact(value, halfWidth)) return [formatNumber(value), null];
  const decimals = digitsOfWidth - 1 - Math.floor(Math.log10(halfWidth));
  const show = (one: number): string =>
    decimals > 8 || decimals < 0 ? formatNumber(one) : plainZero(one.toFixed(decimals));
  return [show(value), `[${show(interval[0])}, ${show(interval[1])}]`];
}

/** A share of trajectories, in per cent. */
export function formatShare(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(3))} %`;
}

/** Whether an interval is too narrow to be seen in the digits shown. */
function isExact(value: number, halfWidth: number): boolean {
  return !(halfWidth > Math.abs(value) * 10 ** -mostDigits) || !Number.isFinite(halfWidth);
}

function plainZero(text: string): string {
  return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}

/** The two ends of a bracket, rounded outward to the digits in which they differ, twelve at most. */
export function formatBracket([low, high]: readonly [number, number]): string {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const digits = high > low ? Math.ceil(Math.log10(size / (high - low))) + 1 : mostBracketDigits;
  const shown = Math.min(Math.max(digits, mostDigits), mostBracketDigits);
  return `[${roundedOutward(low, -1, shown)}, ${roundedOutward(high, 1, shown)}]`;
}

const mostBracketDigits = 12;

/** The nearest number of so many significant digits that is not inside. */
function roundedOutward(value: number, direction: 1 | -1, digits: number): string {
  if (value === 0) return '0';
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits);
  const nearest = Number(value.toPrecision(digits));
  const isInside = direction * (nearest - value) < 0;
  return String(Number((isInside ? nearest + direction * unit : nearest).toPrecision(digits)));
}

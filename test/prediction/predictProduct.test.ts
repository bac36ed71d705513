import { describe, expect, it } from 'vitest';
import { readMatrixProduct } from '../../src/model/matrixProduct.js';
import { predictProduct, productThresholds } from '../../src/prediction/predictProduct.js';

function product(text: string) {
  const read = readMatrixProduct(text, 'product.yaml');
  if (read === null) throw new Error('no product');
  return read;
}

function stated(matrices: string, more = '', parameters = '[a, b]') {
  return product(`name: product\nparameters: ${parameters}\nmatrices: ${matrices}\n${more}`);
}

function expectHeld(
  exponent: { readonly interval: readonly [number, number] } | null | undefined,
  value: number,
): void {
  expect(exponent?.interval[0]).toBeLessThanOrEqual(value);
  expect(exponent?.interval[1]).toBeGreaterThanOrEqual(value);
}

describe('random matrix products', () => {
  it('random Fibonacci numbers grow like 1.13198824^n (Viswanath 2000), and volumes keep their size', () => {
    const fibonacci = stated('[{ entries: [[1, 1], [1, 0]] }, { entries: [[1, -1], [1, 0]] }]');
    const { exponent, spectrum } = predictProduct(fibonacci, { seed: 1, spectrum: true });
    expectHeld(exponent, 0.123975598);
    expect((exponent?.interval[1] ?? 1) - (exponent?.interval[0] ?? 0)).toBeLessThan(2e-3);
    expect(spectrum).toHaveLength(2);
    expectHeld(spectrum?.[1], -0.123975598);
  });

  it('with momentum are those of (y, v), also beyond [0, 1): the Anderson model y_{n+1} = (E - V) y_n - y_{n-1}', () => {
    const transfer = stated('[{ entries: [[-1, -1], [1, 0]] }, { entries: [[1, -1], [1, 0]] }]');
    // y_{n+1} = (M + beta) y_n - beta y_{n-1}
    const momentum = stated('[{ entries: [[-2]] }, { entries: [[0]] }]', 'momentum: 1\n', '[psi]');
    const [first, second] = [transfer, momentum].map((one) => predictProduct(one, { seed: 1 }).exponent);
    expect(first?.value).toBeGreaterThan(0.1);
    expect(Math.abs((first?.value ?? 0) - (second?.value ?? 1))).toBeLessThan(2e-3);
  });

  it('keep their digits in any units', () => {
    const fibonacci = stated(
      '[{ entries: [[s, s], [s, 0]] }, { entries: [[s, -s], [s, 0]] }]',
      'constants: { s: 1e-20 }\n',
    );
    expectHeld(predictProduct(fibonacci, { seed: 1 }).exponent, 0.123975598 - 20 * Math.LN10);
  });

  it('of matrices of lower rank have the mean over what stands between two of them', () => {
    // y ↦ ⟨(1, 1), y⟩ e₁ once in two steps, else a turn by arctan(4/3): Σ 2^{−n−2} log|⟨(1, 1), R^n e₁⟩|
    const turns = stated('[{ entries: [[1, 1], [0, 0]] }, { entries: [[0.6, -0.8], [0.8, 0.6]] }]');
    const angle = Math.atan(4 / 3);
    const terms = Array.from({ length: 60 }, (_, n) => Math.log(Math.abs(Math.cos(n * angle) + Math.sin(n * angle))));
    const value = terms.reduce((sum, term, n) => sum + term / 2 ** (n + 2), 0);
    const { exponent } = predictProduct(turns, { seed: 1 });
    expectHeld(exponent, value);
    expect((exponent?.interval[1] ?? 1) - (exponent?.interval[0] ?? 0)).toBeLessThan(1e-3);
  });

  it.each([
    [
      'two',
      '[{ weight: 50, entries: [[0.001, -0.001], [0.001, -0.001]] }, { entries: [[0.001, 0.002], [0.001, 0]] }]',
      '[a, b]',
    ],
    // the square of the second is 0, in doubles only nearly
    [
      'three',
      '[{ entries: [[0.1, 0.7, 0], [0, 0.3, 0.9], [0, 0, 0.7]] }, { entries: [[0.3, -0.1, 0.1], [0.3, -0.1, 0.1], [-0.6, 0.2, -0.2]] }]',
      '[a, b, c]',
    ],
  ])('that end in 0 after a few steps have no exponent, in %s coordinates', (_, matrices, parameters) => {
    const { exponent, remarks } = predictProduct(stated(matrices, '', parameters), { seed: 1 });
    expect(exponent).toBeNull();
    expect(remarks).toEqual(['the product is 0 after finitely many steps: every exponent is minus infinity']);
  });

  it('whose directions come ever closer to a kernel do not end in 0', () => {
    const closer = stated(
      '[{ weight: 5, entries: [[0.5, 1, 0], [0.5, 1, 0], [1, 0, 0]] }, { entries: [[2, 0, 0], [0.5, 0, 2], [0, 0.5, -0.3]] }, { entries: [[-1, 2, -1], [0, 0, -0.3], [0, 0, 0]] }]',
      '',
      '[a, b, c]',
    );
    // 2 million steps of a simulation outside, four standard errors
    const [low, high] = predictProduct(closer, { seed: 1 }).exponent?.interval ?? [1, 1];
    expect(low).toBeLessThan(0.11267 + 0.0026);
    expect(high).toBeGreaterThan(0.11267 - 0.0026);
  });

  it('of which a block ends in 0 have the exponent of the rest', () => {
    const rest = stated(
      '[{ weight: 2, entries: [[1, -1, 0], [2, 2, -1], [0, 0, 2]] }, { entries: [[0, 0, 1], [2, 0, -1], [0, 0, 0.5]] }, { weight: 50, entries: [[-1, -1, 1], [0, 0, -0.3], [0, 0, 2]] }]',
      '',
      '[a, b, c]',
    );
    expectHeld(predictProduct(rest, { seed: 1 }).exponent, (51 * Math.LN2) / 53);
  });

  it('triangular ones have the exponents of their diagonals', () => {
    const triangular = stated(
      '[{ weight: "1/3", entries: [[2, 5], [0, "1/2"]] }, { weight: "2/3", entries: [[1, -3], [0, 3]] }]',
    );
    const { exponent, spectrum, moments } = predictProduct(triangular, { seed: 1, spectrum: true });
    const [first, second] = [Math.log(2) / 3, (Math.log(1 / 2) + 2 * Math.log(3)) / 3];
    expectHeld(exponent, second);
    expect(spectrum?.map(({ value }) => value)).toEqual([expect.closeTo(second, 12), expect.closeTo(first, 12)]);
    expect(moments.find(({ p }) => p === 2)?.value).toBeCloseTo(Math.log((1 / 4 + 2 * 9) / 3), 12);
  });

  it('in one dimension are sums, with the tail index where their moments stay', () => {
    const scalar = stated('[{ weight: 3, entries: [["1/2"]] }, { entries: [["3/2"]] }]', '', '[y]');
    const { exponent, tailIndex, moments } = predictProduct(scalar, { seed: 1 });
    expectHeld(exponent, (3 * Math.log(0.5) + Math.log(1.5)) / 4);
    expect([exponent?.level, moments.length]).toEqual([1, 3]);
    const growth = (p: number) => (3 * 0.5 ** p + 1.5 ** p) / 4 - 1;
    expect(growth(tailIndex?.interval[0] ?? 0)).toBeLessThan(0);
    expect(growth(tailIndex?.interval[1] ?? 0)).toBeGreaterThan(0);
  });

  it('whose steps may be 0, or whose weights are no probabilities, have no exponent and say why', () => {
    const vanishing = stated('[{ entries: [[0]] }, { entries: [[2]] }]', '', '[y]');
    expect(predictProduct(vanishing, { seed: 1 })).toMatchObject({ exponent: null, remarks: [/minus infinity/] });
    const negative = stated('[{ weight: -1, entries: [[1]] }, { weight: 2, entries: [[2]] }]', '', '[y]');
    expect(predictProduct(negative, { seed: 1 }).remarks).toEqual(['a weight is below 0']);
  });

  it('have thresholds: |t| (1/2)^3 = 1 at t = 8', () => {
    const scalar = product(
      'name: a\nparameters: [y]\nconstants: { t: 2 }\nmatrices: [{ weight: 3, entries: [["1/2"]] }, { entries: [[t]] }]\n',
    );
    const [found, ...others] = productThresholds(scalar, { constant: 't', range: [1, 20] }, null, { seed: 1 });
    expect([others, found.attractive, found.level]).toEqual([[], 'below', 1]);
    expect(found.bracket[0]).toBeLessThanOrEqual(8);
    expect(found.bracket[1]).toBeGreaterThanOrEqual(8);
  });
});

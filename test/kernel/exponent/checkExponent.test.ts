import { describe, expect, it } from 'vitest';
import { checkStatement } from '../../../src/kernel/checkStatement.js';
import type { Certificate, FourierProof, Proof } from '../../../src/kernel/exponent/certificate.js';
import { randomStream } from '../../../src/numeric/random.js';
import { certify } from '../../../src/prediction/certificate/certify.js';
import { sdeExponentOnCircle } from '../../../src/prediction/circle/circle.js';
import { exactFamily, familyNorm } from '../../../src/prediction/matrices/linearFamily.js';
import { decimalFamily, gaussianFamily, shifted } from '../../prediction/families.js';
import { halfCircle, itoDrift } from '../../prediction/itoDrift.js';

type Mutable<T> = T extends object ? { -readonly [Key in keyof T]: Mutable<T[Key]> } : T;

/** A deep copy with one change. */
function changed(certificate: Certificate, change: (copy: Mutable<Certificate>) => void): unknown {
  const copy = JSON.parse(JSON.stringify(certificate)) as Mutable<Certificate>;
  change(copy);
  return copy;
}

function fourierOf(copy: Certificate | Mutable<Certificate>): Mutable<FourierProof> {
  if (copy.proof.kind !== 'fourier-l1') throw new RangeError(copy.proof.kind);
  return copy.proof as Mutable<FourierProof>;
}

const negated = (text: string): string => (text.startsWith('-') ? text.slice(1) : text === '0' ? text : `-${text}`);

/** Certificates that need their corrector: λ at least 0.03 of the norm, at least four modes (seed 10). */
const examples = Array.from({ length: 40 }, (_, index) => {
  const gaussian = gaussianFamily(2, 10, index);
  return index % 2 === 0 ? gaussian : shifted(gaussian, 0.4 * familyNorm(gaussian));
}).flatMap((family) => {
  const certificate = certify(exactFamily(family));
  const needed = certificate?.proof.kind === 'fourier-l1' && certificate.proof.corrector.real.length >= 4;
  return needed ? [{ family, certificate }] : [];
});

describe('the checker of certificates', () => {
  it('accepts what the search finds, both claims among it', () => {
    expect(examples.length).toBeGreaterThan(10);
    expect(new Set(examples.map(({ certificate }) => certificate.claim)).size).toBe(2);
    for (const { certificate } of examples) expect(checkStatement(certificate).followed).toBe(true);
  });

  it('rejects the opposite claim', () => {
    for (const { certificate } of examples) {
      const opposite = changed(certificate, (copy) => {
        copy.claim = copy.claim === 'attractive' ? 'repelling' : 'attractive';
      });
      expect(checkStatement(opposite).followed).toBe(false);
    }
  });

  it('rejects a corrector of the opposite sign, one that is cut short and none at all', () => {
    for (const { certificate } of examples) {
      const opposite = changed(certificate, (copy) => {
        const { corrector } = fourierOf(copy);
        corrector.real = corrector.real.map(negated);
        corrector.imaginary = corrector.imaginary.map(negated);
      });
      const empty = changed(certificate, (copy) => {
        const { corrector } = fourierOf(copy);
        corrector.real = [];
        corrector.imaginary = [];
      });
      const short = changed(certificate, (copy) => fourierOf(copy).corrector.real.pop());
      for (const broken of [opposite, empty, short]) expect(checkStatement(broken).followed).toBe(false);
    }
  });

  it('rejects a coefficient left out or of the wrong sign, unless what remains is a proof too', () => {
    const directions = halfCircle(45);
    for (const { family, certificate } of examples) {
      const rejected = { zero: 0, negated: 0 };
      for (const [name, change] of [
        ['zero', () => '0'],
        ['negated', negated],
      ] as const) {
        for (const part of ['real', 'imaginary'] as const) {
          for (let at = 0; at < 4; at++) {
            const broken = changed(certificate, (copy) => {
              const list = fourierOf(copy).corrector[part];
              list[at] = change(list[at]);
            }) as Certificate;
            if (!checkStatement(broken).followed) {
              rejected[name] += 1;
              continue;
            }
            const side = broken.claim === 'attractive' ? 1 : -1;
            const drift = itoDrift(broken);
            const worst = Math.max(...directions.map((direction) => side * drift(direction)));
            expect(worst).toBeLessThan(1e-3 * familyNorm(family));
          }
        }
      }
      expect(rejected.zero).toBeGreaterThan(0);
      expect(rejected.negated).toBeGreaterThan(0);
    }
  });

  it('rejects a family whose λ has the other sign, by however little', () => {
    for (const { family, certificate } of examples) {
      const { value } = sdeExponentOnCircle(exactFamily(family));
      const beyond = certify(exactFamily(shifted(family, 1.02 * value)));
      const swapped = changed(certificate, (copy) => {
        copy.family.curvature = exactText(shifted(family, 1.02 * value).curvature);
      });
      expect(checkStatement(swapped).followed).toBe(false);
      if (beyond) expect(beyond.claim).not.toBe(certificate.claim);
    }
  });

  it('accepts no false claim, whatever number of a certificate is changed (400 changes, seed 11)', () => {
    const stream = randomStream(11, 0);
    let accepted = 0;
    for (let round = 0; round < 400; round++) {
      const { family, certificate } = examples[stream.below(examples.length)];
      const matrices = [family.curvature, ...family.noise].map((matrix) => matrix.map((row) => [...row]));
      const matrix = matrices[stream.below(matrices.length)];
      const [row, column] = [stream.below(2), stream.below(2)];
      matrix[row][column] += 2 ** -stream.below(6) * stream.normal();
      const [curvature, ...noise] = matrices;
      const altered = { ...family, curvature, noise };
      const copy = changed(certificate, (target) => {
        target.family.curvature = exactText(curvature);
        target.family.noise = noise.map((entries) => ({ weight: '1', matrix: exactText(entries) }));
        const { real } = fourierOf(target).corrector;
        const at = stream.below(real.length);
        if (stream.below(4) === 0) real[at] = String(BigInt(real[at]) / 2n);
      });
      if (!checkStatement(copy).followed) continue;
      accepted += 1;
      expect(Math.sign(sdeExponentOnCircle(exactFamily(altered)).value)).toBe(
        certificate.claim === 'attractive' ? -1 : 1,
      );
    }
    // small changes leave most proofs standing, so the statement above is not empty
    expect(accepted).toBeGreaterThan(50);
    expect(accepted).toBeLessThan(390);
  });

  it('rejects a change of basis that is singular', () => {
    const { certificate } = examples[0];
    const singular = changed(certificate, (copy) => {
      fourierOf(copy).transform = [
        ['1', '2'],
        ['2', '4'],
      ];
    });
    expect(checkStatement(singular)).toMatchObject({ followed: false, reason: expect.stringContaining('singular') });
  });

  it('rejects closed forms where the matrices do not commute, and blocks that are not triangular', () => {
    const { certificate } = examples[0];
    const withProof = (proof: Proof) => checkStatement({ ...certificate, proof });
    const transform = [
      ['1', '0'],
      ['0', '1'],
    ];
    expect(withProof({ kind: 'closed-form' }).followed).toBe(false);
    for (const proofs of [
      [null, null],
      [{ kind: 'closed-form' }, { kind: 'closed-form' }],
    ] as const) {
      expect(withProof({ kind: 'quotient', transform, sizes: [1, 1], proofs }).followed).toBe(false);
    }
  });

  it('wants every block to attract, and a proof for it', () => {
    const family = decimalFamily(
      [
        [0.1, 1],
        [0, 0.2],
      ],
      [
        {
          matrix: [
            [0.1, 0],
            [0, 0.2],
          ],
        },
      ],
    );
    const certificate = certify(family) as Certificate;
    expect(certificate.proof.kind).toBe('quotient');
    const open = changed(certificate, (copy) => {
      if (copy.proof.kind === 'quotient') copy.proof.proofs[1] = null;
    });
    const repelled = changed(certificate, (copy) => {
      copy.family.curvature[1][1] = '-1';
    });
    const coupled = changed(certificate, (copy) => {
      copy.family.curvature[1][0] = '1/1000000';
    });
    for (const broken of [open, repelled, coupled]) expect(checkStatement(broken).followed).toBe(false);
  });

  it('accepts entry radii only where all families within them keep the sign (4 families, seed 13)', () => {
    const stream = randomStream(13, 0);
    for (const { family, certificate } of examples.slice(0, 4)) {
      const radii = (exponent: number) => ({
        curvature: `1/${2 ** exponent}`,
        noise: family.noise.map(() => `1/${2 ** exponent}`),
      });
      const accepts = (exponent: number) =>
        checkStatement({ ...certificate, family: { ...certificate.family, radii: radii(exponent) } }).followed;
      const largest = Array.from({ length: 40 }, (_, exponent) => exponent).find(accepts) ?? 40;
      expect(largest).toBeGreaterThan(0);
      expect(largest).toBeLessThan(40);
      const side = certificate.claim === 'attractive' ? 1 : -1;
      for (let round = 0; round < 10; round++) {
        const moved = (matrix: readonly (readonly number[])[]) =>
          exactText(matrix.map((row) => row.map((x) => x + (stream.below(2) === 0 ? 1 : -1) / 2 ** largest)));
        const noise = family.noise.map((matrix) => ({ weight: '1', matrix: moved(matrix) }));
        const drift = itoDrift({
          ...certificate,
          family: { ...certificate.family, curvature: moved(family.curvature), noise },
        });
        for (const direction of halfCircle(30)) expect(side * drift(direction)).toBeLessThan(1e-3 * familyNorm(family));
      }
    }
  });

  it('rejects JSON of any other shape and never throws', () => {
    const { certificate } = examples[0];
    // null radii, version 1, any statement and an empty list of noise are in order
    const harmless = ['family,radii', 'version', 'statement', 'family,noise'];
    const junk = [null, 1, -1, 0.5, 1e300, '', 'x', '1/0', '1e3', [], {}, [[]], true];
    const paths = pathsOf(certificate);
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths.filter((path) => !harmless.includes(path.join()))) {
      for (const value of junk) {
        const broken = JSON.parse(JSON.stringify(certificate));
        const parent = path.slice(0, -1).reduce((node, key) => node[key], broken);
        parent[path[path.length - 1]] = value;
        expect(checkStatement(broken)).toMatchObject({ followed: false });
      }
    }
    for (const value of junk) expect(checkStatement(value).followed).toBe(false);
  });

  it('refuses a degree that its coefficients do not fill, at once', () => {
    const { certificate } = examples[0];
    const corrector = { basis: 'form', degree: 2 ** 40, denominator: '1', coefficients: ['1'] };
    const proof = {
      kind: 'form-bernstein',
      transform: [
        ['1', '0'],
        ['0', '1'],
      ],
      corrector,
    };
    expect(checkStatement({ ...certificate, proof }).followed).toBe(false);
  });
});

function exactText(matrix: readonly (readonly number[])[]): string[][] {
  const { curvature } = exactFamily({ curvature: matrix, noise: [], learningRate: 1 });
  return curvature.map((row) => row.map(({ numerator, denominator }) => `${numerator}/${denominator}`));
}

function pathsOf(node: unknown): string[][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [[key], ...pathsOf(value).map((path) => [key, ...path])]);
}

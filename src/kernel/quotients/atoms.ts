import type { Work } from '../notFollowed.js';
import { atomPolynomial, type Polynomial } from './polynomial.js';
import type { Relations } from './relations.js';
import { anySign, type Signs } from './signs.js';

/**
 * The atoms of one certificate: names `$w`, π, and functions of polynomials such as sqrt(12), each a short name for a text
 * that tells it apart, with the relations that it obeys wherever it has a value.
 */
export class Atoms implements Relations {
  readonly squares = new Map<string, Polynomial>();
  readonly signs = new Set<string>();
  /** what is known of the signs of atoms, beside those that are always positive */
  readonly known = new Map<string, Signs>();
  private readonly names = new Map<string, string>();
  private readonly arguments = new Map<string, readonly Polynomial[]>();
  private readonly inside = new Map<string, ReadonlySet<string>>();

  constructor(readonly work: Work) {}

  /** The atom of a kind, such as sqrt, that a text tells apart from others of its kind, with what it is made of. */
  of(kind: string, text: string, parts: readonly Polynomial[]): string {
    this.work.spend(text.length / 16);
    const key = `${kind}(${text})`;
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = `${kind}(${this.names.size})`;
    this.names.set(key, name);
    this.arguments.set(name, parts);
    const atoms = new Set(parts.flatMap((part) => [...atomsOf(part)]));
    this.inside.set(name, new Set([...atoms, ...[...atoms].flatMap((atom) => [...(this.inside.get(atom) ?? [])])]));
    return name;
  }

  /** What an atom that is a function of a quotient, such as a root, is of that function; null for other kinds. */
  argumentOf(
    atom: string,
    kinds: readonly string[],
  ): { readonly above: Polynomial; readonly below: Polynomial } | null {
    if (!kinds.includes(atom.slice(0, atom.indexOf('(')))) return null;
    const [above, below] = this.arguments.get(atom) ?? [];
    return above === undefined || below === undefined ? null : { above, below };
  }

  /** Whether an atom that fits stands in a polynomial, or inside its atoms. */
  someIn(polynomial: Polynomial, fits: (atom: string) => boolean): boolean {
    return [...atomsOf(polynomial)].some((atom) => fits(atom) || [...(this.inside.get(atom) ?? [])].some(fits));
  }

  /** The signs that an atom may have, by its kind alone. */
  signsOf(atom: string): Signs {
    return atom === 'pi' || atom.startsWith('exp(') ? [1] : (this.known.get(atom) ?? anySign);
  }
}

/** The atom of a name. */
export function namePolynomial(name: string): Polynomial {
  return atomPolynomial(`$${name}`);
}

/** The atoms that stand in a polynomial itself. */
export function atomsOf(polynomial: Polynomial): ReadonlySet<string> {
  return new Set([...polynomial.values()].flatMap(({ powers }) => [...powers.keys()]));
}

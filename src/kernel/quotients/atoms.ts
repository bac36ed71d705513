import type { Work } from '../notFollowed.js';
import { atomPolynomial, type Polynomial } from './polynomial.js';
import type { Relations } from './relations.js';

/**
 * The atoms of one certificate: names `$w`, π, and functions of polynomials such as sqrt(12), each a short name for a text
 * that tells it apart, with the relations that it obeys wherever it has a value.
 */
export class Atoms implements Relations {
  readonly squares = new Map<string, Polynomial>();
  readonly signs = new Set<string>();
  /** atoms that are positive, beside those that always are */
  readonly positive = new Set<string>();
  /** atoms that cannot be negative */
  readonly weak = new Set<string>();
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

  /** What an atom's kind alone says of its sign. */
  signOf(atom: string): 1 | 'nonnegative' | null {
    if (atom === 'pi' || atom.startsWith('exp(') || this.positive.has(atom)) return 1;
    return this.weak.has(atom) ? 'nonnegative' : null;
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

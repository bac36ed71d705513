/** The kernel does not follow a step, for the reason given; caught where a certificate enters, so that nothing is thrown out. */
export class NotFollowed extends Error {}

/** What JSON of another shape is not followed for: where it stands, what is wrong, and what was expected instead. */
export function malformed(where: string, what: string, expected: string | null = null): NotFollowed {
  return new NotFollowed(`${where}: ${what}${expected === null ? '' : `; expected ${expected}`}`);
}

/** A formula has no value at the point or under the signs that are looked at. */
export class NoValue extends NotFollowed {}

/** What can be followed, else null. */
export function followed<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof NotFollowed) return null;
    throw error;
  }
}

/** The steps that may still be taken: products of terms, characters of atoms; the same for the same certificate anywhere. */
export class Work {
  private left: number;

  /** `parts`: how many like parts, such as cases of data and normals, the certificate has. */
  constructor(parts = 1) {
    this.left = mostSteps + stepsAPart * parts;
  }

  /** Throws NotFollowed when all steps are taken. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new NotFollowed('too long: the proof takes more steps than the kernel follows');
  }
}

/** Some seconds; proofs that the search finds take a hundredth of it. */
const mostSteps = 400_000;
const stepsAPart = 5000;

import { type Code, unsigned, type valueType } from './encode.js';
import { i32, memory } from './vector.js';

/** The statements of a function in the making; every value is named by a local. Functions of a module share their constants. */
export class Body {
  readonly locals: (keyof typeof valueType)[] = [];
  private statements: number[] = [];
  private before: { readonly variables: Map<bigint, Code>; readonly code: number[] } | null = null;

  /** `parameters` is the number of the function's parameters, which are its first locals; `words` its module's constants. */
  constructor(
    private readonly parameters: number,
    private readonly words = new Map<bigint, number>(),
  ) {}

  get code(): Code {
    return this.statements;
  }

  /** What must stand at the beginning of the memory: every constant twice, so that one load gives a vector of it. */
  get constants(): BigUint64Array {
    return BigUint64Array.from([...this.words.keys()].flatMap((word) => [word, word]));
  }

  /** A vector of one double twice; loading it is quicker than V8's constants of 128 bits. */
  double(value: number): Code {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return this.word(view.getBigUint64(0));
  }

  /** A vector of one 64-bit word twice. */
  word(value: bigint): Code {
    const slot = this.words.get(value) ?? this.words.size;
    if (slot >= mostConstants) throw new RangeError('Body: too many constants');
    this.words.set(value, slot);
    const read = memory.load(i32.constant(0), 16 * slot);
    if (this.before === null) return read;
    const known = this.before.variables.get(value) ?? this.variable();
    if (!this.before.variables.has(value)) {
      this.before.variables.set(value, known);
      this.before.code.push(...read, 0x21, ...known.slice(1));
    }
    return known;
  }

  /** The statements that `write` adds, with its constants in locals that stand before: for short loops. */
  hoisted(write: () => void): { before: Code; inner: Code } {
    const before = { variables: new Map<bigint, Code>(), code: [] as number[] };
    this.before = before;
    const inner = this.block(write);
    this.before = null;
    return { before: before.code, inner };
  }

  /** Names a value: returns the code that reads it. */
  let(value: Code, type: keyof typeof valueType = 'v128'): Code {
    const read = this.variable(type);
    this.set(read, value);
    return read;
  }

  /** A local without a value yet. */
  variable(type: keyof typeof valueType = 'v128'): Code {
    this.locals.push(type);
    return local(this.parameters + this.locals.length - 1);
  }

  set(variable: Code, value: Code): void {
    this.add([...value, 0x21, ...variable.slice(1)]);
  }

  add(statement: Code): void {
    for (const byte of statement) this.statements.push(byte);
  }

  /** The statements that `write` adds, taken out again, to be placed into a loop or a condition. */
  block(write: () => void): Code {
    const outer = this.statements;
    this.statements = [];
    write();
    const inner = this.statements;
    this.statements = outer;
    return inner;
  }
}

/** Bytes at the beginning of the memory that are kept for constants. */
export const constantBytes = 4096;
const mostConstants = constantBytes / 16;

/** Reads a local, or a parameter, by number. */
export function local(index: number): Code {
  return [0x20, ...unsigned(index)];
}

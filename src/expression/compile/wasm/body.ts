import { type Code, unsigned, type valueType } from './encode.js';

/** The statements of a function in the making; every value is named by a local. */
export class Body {
  readonly locals: (keyof typeof valueType)[] = [];
  private statements: number[] = [];

  /** `parameters` is the number of the function's parameters, which are its first locals. */
  constructor(private readonly parameters: number) {}

  get code(): Code {
    return this.statements;
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

/** Reads a local, or a parameter, by number. */
export function local(index: number): Code {
  return [0x20, ...unsigned(index)];
}

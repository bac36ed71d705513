import { NotFollowed } from '../notFollowed.js';

/** A number, a name (of an array's element with its indices, `W[1, 2]`) or an operator; an empty text at the end. */
export type Token = string;

/** The tokens of a formula's text. Throws NotFollowed. */
export function tokensOf(text: string): Token[] {
  if (text.length > longestText) throw new NotFollowed('too long: a formula');
  const tokens: Token[] = [];
  token.lastIndex = 0;
  do {
    const match = token.exec(text);
    if (match === null) throw new NotFollowed(`${text} is no formula`);
    tokens.push(match[1]);
  } while (tokens[tokens.length - 1] !== '');
  return tokens;
}

const token =
  /\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*(?:\[\d+(?:, \d+)*\])?|[<>=!]=|[-+*/^()<>,?:&|]|$)/y;

const longestText = 100_000;

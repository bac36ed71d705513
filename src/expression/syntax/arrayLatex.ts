import { functions } from '../functions/functions.js';
import { isFunctionName } from './functionName.js';
import { latexName } from './latexName.js';

/**
 * LaTeX of a formula in the notation of arrays, `W[2, :] @ x = sum(a^2)`, token by token: slices as subscripts, `@` as a dot,
 * functions by their signs. What is no token of a formula stays as it is.
 */
export function arrayLatex(text: string): string {
  const tokens = [...text.matchAll(token)].map(([whole]) => whole);
  /** for each open bracket what closes it */
  const open: string[] = [];
  const written = tokens.map((one, i) => {
    const before = tokens[i - 1] ?? '';
    if (one === ')') return open.pop() ?? ')';
    if (one === '(') {
      const [opening, closing] = before === '^' ? ['{', '}'] : bracketsAfter(before);
      open.push(closing);
      return opening;
    }
    const atom = signs[one] ?? (tokens[i + 1] === '(' ? functionLatex(one) : nameLatex(one));
    return before === '^' ? `{${atom}}` : atom;
  });
  return written.filter((part) => part !== '').join(' ');
}

const token = /[A-Za-z_]\w*'*(?:\[[^\]]*\])?|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\.|[=!<>]=|\S/g;

const signs: Readonly<Record<string, string>> = {
  '*': '\\,',
  '@': '\\cdot',
  '==': '=',
  '!=': '\\ne',
  '<=': '\\le',
  '>=': '\\ge',
  ',': ',\\;',
  '..': ',\\dots,',
};

/** `|` around what abs is taken of, a root over it, brackets behind all else. */
function bracketsAfter(name: string): readonly [string, string] {
  const form = isFunctionName(name) ? functions[name].latex : null;
  return form?.kind === 'around' ? [form.open, form.close] : ['\\left(', '\\right)'];
}

function functionLatex(name: string): string {
  const [, base, primes] = /^([^']*)('*)$/.exec(name) ?? ['', name, ''];
  if (!isFunctionName(base)) return /^\w/.test(base) ? `\\operatorname{${base}}` : base;
  const form = functions[base].latex;
  if (form.kind === 'around') return primes === '' ? '' : `\\operatorname{${base}}${primes}`;
  return `${form.command}${primes}`;
}

function nameLatex(name: string): string {
  const [, array, slice] = /^(\w+)\[(.*)\]$/.exec(name) ?? [];
  if (array === undefined) return /^[A-Za-z_]/.test(name) ? latexName(name) : name;
  const base = latexName(array);
  return `${base.includes('_') ? `{${base}}` : base}_{${slice}}`;
}

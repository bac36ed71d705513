import { InputError } from '../arithmetic/inputError.js';
import { type SectionedDocument, sectionsLatex, sectionsMarkdown, sectionsText } from '../report/sections.js';

/** How a command prints a document on a model's sets: as JSON on stdout where asked for, and in words. */
export interface DocumentFormat {
  readonly isJson: boolean;
  /** of the file with the words that `--out` gets */
  readonly extension: string;
  /** `columns`: of the terminal that a text goes to */
  readonly print: (document: SectionedDocument, columns?: number) => string;
}

/** The format that `--json` or `--format` asks for; text unless given. Throws InputError for a name that is none. */
export function documentFormat({ json, format = 'text' }: { json?: true; format?: string }): DocumentFormat {
  if (json || format === 'json') return { isJson: true, ...writers.text };
  if (Object.hasOwn(writers, format)) return { isJson: false, ...writers[format] };
  throw new InputError('--format', `${format} is no format`, 'text, md, latex or json');
}

const writers: Readonly<Record<string, Omit<DocumentFormat, 'isJson'>>> = {
  text: { extension: 'txt', print: sectionsText },
  md: { extension: 'md', print: sectionsMarkdown },
  latex: { extension: 'tex', print: sectionsLatex },
};

import type { Model } from '../model/model.js';
import { crossCheckDerivatives } from '../symbolic/crossCheck.js';
import type { Output } from './output.js';

/** Holds the model's derivatives against the other engines; their refuted answers are told on stderr. Throws EngineMismatch. */
export async function crossCheck(model: Model, output: Output): Promise<void> {
  const { refuted } = await crossCheckDerivatives(model);
  output.message(notes(refuted));
}

export function notes(lines: readonly string[]): string {
  return lines.map((line) => `note: ${line}\n`).join('');
}

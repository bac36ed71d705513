import { readFileSync } from 'node:fs';
import { InputError } from '../arithmetic/inputError.js';
import { differencesFrom } from '../claims/heldAgainstModel.js';
import { checkCertificate } from '../kernel/checkCertificate.js';
import type { CertificateResult } from '../report/checkSchema.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { locateModel, readModels } from './locate.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { jsonText } from './writeResults.js';

/**
 * `collapse check --certificate`: verifies a certificate that was kept, and prints the statement that was followed; one that
 * is not followed, or says otherwise than `--model`, exits 3. Throws InputError.
 */
export function checkCertificateFile(
  name: string | undefined,
  file: string,
  options: CommonOptions & { readonly model?: string },
  output: Output,
): ExitStatus {
  if (name !== undefined) {
    throw new InputError('collapse check', 'a model and a certificate', 'a model file, or --certificate alone');
  }
  const json = parsed(file);
  const checked = checkCertificate(json);
  const differences = checked.followed ? differencesFromModel(json, options) : [];
  const valid = checked.followed && differences.length === 0;
  const reason = !checked.followed
    ? checked.reason
    : differences.length === 0
      ? checked.conclusion
      : `it speaks of another model: ${differences.join('; ')}`;
  const statement = checked.followed ? [...checked.statement] : [];
  const result: CertificateResult = {
    schema: 1,
    version: packageVersion(),
    certificate: { file, valid, reason, statement },
  };
  const lines = statement.map(({ name: what, text }) => `    ${what}: ${text}\n`).join('');
  const text = `${valid ? 'VALID' : 'NOT VALID'}  ${file}\n  ${reason}\n${lines}`;
  output.result(options.json ? jsonText(result) : text);
  return valid ? exitStatus.done : exitStatus.failed;
}

/** What the certificate says otherwise than the model that it is held against; nothing without one. Throws InputError. */
function differencesFromModel(json: unknown, options: CommonOptions & { readonly model?: string }): readonly string[] {
  if (options.model === undefined) return [];
  const [model] = readModels([locateModel(options.model)], options.set);
  return differencesFrom(model, json);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const isJson = error instanceof SyntaxError;
    throw new InputError(
      file,
      isJson ? 'the file is no JSON' : 'the file cannot be read',
      'a certificate that --out kept',
    );
  }
}

import { readFileSync } from 'node:fs';
import { InputError } from '../arithmetic/inputError.js';
import { checkCertificate } from '../kernel/checkCertificate.js';
import type { CertificateResult } from '../report/checkSchema.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';

/**
 * `collapse check --certificate`: verifies a certificate that was kept, and prints the statement that was followed; one that
 * is not followed exits 3. Throws InputError.
 */
export function checkCertificateFile(
  name: string | undefined,
  file: string,
  options: CommonOptions,
  output: Output,
): ExitStatus {
  if (name !== undefined) {
    throw new InputError('collapse check', 'a model and a certificate', 'a model file, or --certificate alone');
  }
  const checked = checkCertificate(parsed(file));
  const valid = checked.followed;
  const reason = checked.followed ? checked.conclusion : checked.reason;
  const statement = checked.followed ? [...checked.statement] : [];
  const result: CertificateResult = {
    schema: 1,
    version: packageVersion(),
    certificate: { file, valid, reason, statement },
  };
  const lines = statement.map(({ name: what, text }) => `    ${what}: ${text}\n`).join('');
  const text = `${valid ? 'VALID' : 'NOT VALID'}  ${file}\n  ${reason}\n${lines}`;
  output.result(options.json ? `${JSON.stringify(result, null, 2)}\n` : text);
  return valid ? exitStatus.done : exitStatus.failed;
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

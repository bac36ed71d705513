import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkClaims } from '../../src/claims/checkClaims.js';
import { builtinModels } from '../../src/model/builtin/index.js';
import { generatedClaim } from '../claims/generatedClaims.js';
import { collapse } from './collapse.js';

const root = new URL('../../', import.meta.url).pathname;
const program = join(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).bin.collapse);

/** All of them and 1,000 generated claims with CHECK_FULL=1; on every run a few of each command's certificates. */
const isFull = process.env.CHECK_FULL === '1';
const generated = isFull ? 1000 : 6;
const mostFreshChecks = isFull ? Number.POSITIVE_INFINITY : 8;

/** Whatever is called proved within a JSON, as what it is said with. */
function provedIn(json: unknown): { readonly certificate?: unknown }[] {
  if (typeof json !== 'object' || json === null) return [];
  const own = 'status' in json && json.status === 'proved' ? [json as { certificate?: unknown }] : [];
  return [...own, ...Object.values(json).flatMap(provedIn)];
}

/** Every certificate within a JSON, those of exponents, thresholds and neighbourhoods too. */
function certificatesIn(json: unknown): unknown[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    name === 'certificate' || name === 'certificates' ? [value].flat().filter(Boolean) : certificatesIn(value),
  );
}

/** Whether `collapse check --certificate` in a process of its own accepts a certificate. */
function isAccepted(folder: string, index: number, certificate: unknown): boolean {
  const file = join(folder, `${index}.json`);
  writeFileSync(file, JSON.stringify(certificate));
  const { status, stdout } = spawnSync(process.execPath, [program, 'check', '--certificate', file], {
    encoding: 'utf8',
  });
  return status === 0 && stdout.startsWith('VALID');
}

async function outputsOf(command: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await collapse(command, ...args, '--json');
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout);
}

test('whatever derive, discover, verify, predict and check call proved has a certificate that a fresh process accepts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  const conjectures = readdirSync(join(root, 'examples/conjectures'));
  const predicted = [await outputsOf('predict', 'M1', '--neighbourhood'), await outputsOf('predict', 'M2')];
  const outputs = [
    ...(await Promise.all(builtinModels.map(({ id }) => outputsOf('derive', id)))),
    ...(await Promise.all(builtinModels.map(({ id }) => outputsOf('discover', id)))),
    await outputsOf('derive', join(root, 'examples/my-neuron.yaml')),
    ...predicted,
    ...(await Promise.all(
      conjectures.map((name) => outputsOf('check', join(root, 'examples/conjectures', name), '--quick')),
    )),
    ...(isFull ? [await outputsOf('verify', '--builtin', '--quick')] : []),
  ];
  const proved = outputs.flatMap(provedIn);
  expect(proved.length).toBeGreaterThan(20);
  for (let n = 0; n < generated; n++) {
    const { model, claim } = generatedClaim(3, n, n % 2 === 0);
    proved.push(...checkClaims(model, [claim], { seed: 1 }).filter(({ status }) => status === 'proved'));
  }
  for (const { certificate } of proved) expect(certificate ?? null).not.toBeNull();
  const ofExponents = predicted.flatMap(certificatesIn);
  expect(ofExponents.length).toBeGreaterThan(4);
  const all = [...ofExponents, ...proved.map(({ certificate }) => certificate), ...outputs.flatMap(certificatesIn)];
  const distinct = [...new Map(all.map((certificate) => [JSON.stringify(certificate), certificate])).values()];
  const step = Math.max(1, Math.floor(distinct.length / mostFreshChecks));
  for (const [index, certificate] of distinct.entries()) {
    if (index % step === 0) expect(isAccepted(folder, index, certificate), JSON.stringify(certificate)).toBe(true);
  }
}, 3_600_000);

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { type CheckCommandOptions, check } from '../../src/cli/check.js';
import { certificateResult, checkResult } from '../../src/report/checkSchema.js';
import type { Engines } from '../../src/verify/engines.js';
import { evidence } from '../verify/fixtures.js';
import { collapse } from './collapse.js';

const examples = new URL('../../examples/conjectures/', import.meta.url);

function example(name: string): string {
  return new URL(`${name}.yaml`, examples).pathname;
}

const plain: CheckCommandOptions = { set: new Map(), seed: 1, backend: 'auto' };

/** Measures 0.25 wherever it is asked; what it was asked for is kept. */
function countingEngines(asked: string[]): Engines {
  const measured = (process: 'sde' | 'sgd') => async (model: Parameters<Engines['simulate']>[0]) => {
    asked.push(`${process} ${model.simulation.trajectories}`);
    return evidence(process, 0.25);
  };
  return {
    derive: () => expect.unreachable(),
    predict: () => expect.unreachable(),
    simulate: measured('sde'),
    train: measured('sgd'),
  };
}

async function run(name: string | undefined, options: Partial<CheckCommandOptions> = {}, asked: string[] = []) {
  let stdout = '';
  let stderr = '';
  const output = {
    result: (text: string) => {
      stdout += text;
    },
    message: (text: string) => {
      stderr += text;
    },
  };
  const engines = countingEngines(asked);
  const status = await check(name, { ...plain, ...options }, output, async () => engines);
  return { status, stdout, stderr };
}

async function claimsOf(name: string, options: Partial<CheckCommandOptions> = {}) {
  const { stdout } = await run(example(name), { json: true, ...options });
  return checkResult.parse(JSON.parse(stdout)).models[0].claims;
}

describe('the worked conjectures', () => {
  test.each([
    ['1-scalar-neuron', ['proved', 'proved', 'proved', 'proved']],
    ['2-identical-neurons', ['proved', 'proved']],
    ['3-sigmoid-neuron', ['refuted']],
    ['4-lost-half', ['refuted']],
    ['5-poisson-neuron', ['proved', 'proved']],
  ])('%s: %j', async (name, statuses) => {
    const claims = await claimsOf(name);
    expect(claims.map(({ status }) => status)).toEqual(statuses);
    for (const { certificate } of claims) expect(certificate).not.toBeNull();
  });

  test('are all of them that ship', () => {
    expect(readdirSync(examples).sort()).toEqual([
      '1-scalar-neuron.yaml',
      '2-identical-neurons.yaml',
      '3-sigmoid-neuron.yaml',
      '4-lost-half.yaml',
      '5-poisson-neuron.yaml',
    ]);
  });
});

test('docs/conjectures.md shows what the command prints', async () => {
  const guide = readFileSync(new URL('../../docs/conjectures.md', import.meta.url), 'utf8');
  // simulations are measured elsewhere
  const plainly = (text: string): string =>
    text.replace(/; SDE simulated there.*?trajectories/gs, '').replace(/\s+/g, ' ');
  const printed: string[] = [];
  for (const file of readdirSync(examples)) printed.push((await run(new URL(file, examples).pathname)).stdout);
  const blocks = [...guide.matchAll(/^```text\n(.*?)^```$/gms)].map(([, block]) => plainly(block).trim());
  expect(blocks.length).toBe(5);
  for (const block of blocks) expect(plainly(printed.join('\n'))).toContain(block);
  for (const file of readdirSync(examples)) expect(guide).toContain(`](../examples/conjectures/${file})`);
});

describe('collapse check', () => {
  test('prints status, claim, reason, witness with its simulation, seed and path, and how to see it again', async () => {
    const asked: string[] = [];
    const { status, stdout, stderr } = await run(example('4-lost-half'), {}, asked);
    expect([status, stderr]).toEqual([0, '']);
    for (const part of [
      'REFUTED  1.',
      'because at eta = ',
      'witness eta = ',
      'SDE simulated there: 0.25',
      'search seed 1, path ',
      '0 proved, 1 refuted, 0 undecided',
    ]) {
      expect(stdout).toContain(part);
    }
    expect(asked).toEqual(['sde 100']);
  });

  test('a refuted invariance has a point, a sample and the normal gradient there', async () => {
    const [{ kind, witness }] = await claimsOf('3-sigmoid-neuron');
    expect(kind).toBe('invariant');
    expect(witness).toMatchObject({
      theta: { w1: 0, a1: 0 },
      sample: expect.any(Object),
      normalGradient: [0, expect.any(Number)],
    });
  });

  test('a refuted condition has constants, samples, base, both sides and both exponents', async () => {
    const [{ witness }] = await claimsOf('4-lost-half');
    expect(witness).toMatchObject({
      constants: { eta: expect.any(Number), zeta: expect.any(Number) },
      samples: expect.any(Array),
      base: { w1: 0, w2: 0 },
      claimed: 'attractive',
      derived: 'repelling',
      exponents: { sde: { value: expect.any(Number) }, sgd: { value: expect.any(Number) } },
      simulation: { process: 'sde', exponent: 0.25 },
    });
  });

  test('the command that replays a search gives the same witness', async () => {
    const [{ witness, replay, search }] = await claimsOf('4-lost-half');
    expect(replay).toBe(`collapse check ${example('4-lost-half')} --seed 1 --claim 1 --path ${search?.path}`);
    const [again] = await claimsOf('4-lost-half', { claim: 1, path: search?.path ?? '' });
    expect(again.witness).toEqual(witness);
  });

  test('--claim checks one alone', async () => {
    const claims = await claimsOf('5-poisson-neuron', { claim: 1 });
    expect(claims.map(({ claim }) => claim)).toEqual(['invariant: true']);
  });

  test('a refuted claim exits 3 with --strict alone', async () => {
    expect((await run(example('3-sigmoid-neuron'))).status).toBe(0);
    expect((await run(example('3-sigmoid-neuron'), { strict: true })).status).toBe(3);
    expect((await run(example('5-poisson-neuron'), { strict: true, claim: 1 })).status).toBe(0);
  });

  test('claims of SGD are simulated by SGD, in double precision', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'collapse-'));
    const file = join(folder, 'sgd.yaml');
    const text = readFileSync(example('4-lost-half'), 'utf8');
    writeFileSync(file, text.replace('attractive: eta*zeta^2 >', 'process: sgd, attractive: eta*zeta^2/2 >'));
    const asked: string[] = [];
    await run(file, { quick: true }, asked);
    expect(asked).toEqual(['sgd 20']);
  });

  test('Ctrl-C keeps what was done, prints it and exits 130', async () => {
    const listeners = process.listenerCount('SIGINT');
    const pending = run(example('1-scalar-neuron'), { json: true });
    process.emit('SIGINT');
    const { status, stdout, stderr } = await pending;
    expect(status).toBe(130);
    expect(stderr).toMatch(/interrupted: \d of 4 claims/);
    expect(checkResult.parse(JSON.parse(stdout)).models[0].claims.length).toBeLessThan(4);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });
});

describe('certificates', () => {
  test('--out keeps them, and --certificate verifies them', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'results');
    await run(example('5-poisson-neuron'), { out });
    expect(readdirSync(out).sort()).toEqual(['certificate-1.json', 'certificate-2.json', 'claims.json', 'claims.txt']);
    for (const n of [1, 2]) {
      const file = join(out, `certificate-${n}.json`);
      const { status, stdout } = await run(undefined, { certificate: file, json: true });
      const { certificate } = certificateResult.parse(JSON.parse(stdout));
      expect([status, certificate.valid, certificate.file]).toEqual([0, true, file]);
    }
    const wrong = join(out, 'wrong.json');
    writeFileSync(wrong, readFileSync(join(out, 'certificate-1.json'), 'utf8').replaceAll('tanh', 'sigmoid'));
    const { status, stdout } = await run(undefined, { certificate: wrong });
    expect([status, stdout.startsWith('NOT VALID')]).toEqual([3, true]);
  });

  test('the statement is printed in full, and --model holds it against a model', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'results');
    const model = example('1-scalar-neuron');
    await run(model, { out });
    const files = readdirSync(out).filter((file) => file.startsWith('certificate-'));
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const certificate = join(out, file);
      const held = await run(undefined, { certificate, model });
      expect([held.status, held.stdout]).toEqual([0, expect.stringMatching(/^VALID.*\n.*\n {4}model: /)]);
      const other = await run(undefined, { certificate, model, set: new Map([['eta', rational(7)]]) });
      const says = JSON.parse(readFileSync(certificate, 'utf8')) as { kind: string };
      if (says.kind === 'bounds') expect(other.status).toBe(3);
    }
    const another = await run(undefined, { certificate: join(out, files[0]), model: example('5-poisson-neuron') });
    expect([another.status, another.stdout]).toEqual([3, expect.stringContaining('it speaks of another model')]);
  });
});

test('a claim on a schedule is about its last piece, also at constants where the schedule ends before it', async () => {
  const { status, stdout } = await collapse('check', 'test/data/scheduled.yaml');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^REFUTED {2}1\. scheduled, steps 200 to 1200, zero: attractive: eta > 1/);
  expect(stdout).toMatch(/SDE\s+simulated there: -0\.3/);
});

describe('usage', () => {
  const noClaims = new URL('../../examples/my-neuron.yaml', import.meta.url).pathname;
  const good = example('5-poisson-neuron');
  const wrongClaim = example('4-lost-half');
  test.each([
    { args: ['check'], says: '--certificate' },
    { args: ['check', noClaims], says: 'claims' },
    { args: ['check', 'nope.yaml'], says: 'nope.yaml' },
    { args: ['check', good, '--claim', '3'], says: 'from 1 to 2' },
    { args: ['check', good, '--claim', '0'], says: '--claim' },
    { args: ['check', good, '--path', '0:1'], says: '--claim' },
    { args: ['check', wrongClaim, '--claim', '1', '--path', '0:1'], says: 'not a path of this claim and seed' },
    { args: ['check', wrongClaim, '--claim', '1', '--path', 'nonsense'], says: 'not a path of this claim and seed' },
    { args: ['check', good, '--claim', '1', '--path', '0:0'], says: 'not a path of this claim and seed' },
    { args: ['check', good, '--certificate', 'x.json'], says: 'alone' },
    { args: ['check', '--certificate', 'nope.json'], says: 'nope.json' },
    { args: ['check', '--certificate', good], says: 'JSON' },
  ])('collapse $args exits 2 with one message', async ({ args, says }) => {
    const { status, stdout, stderr } = await collapse(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('(')),
    ).toHaveLength(1);
  });
});

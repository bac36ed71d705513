import type { Model } from '../model/model.js';
import { piecesOf } from '../model/schedule.js';
import { stepsToShow } from '../report/derivationSteps.js';
import { pieceDocuments } from '../report/derivationText.js';
import { checkDerivatives } from '../symbolic/checkDerivatives.js';
import type { Derivation } from '../symbolic/derivation.js';
import { deriveSet } from '../symbolic/derive.js';
import { documentFormat } from './documentFormat.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { catchInterruption } from './interruption.js';
import { locateModel, readModels } from './locate.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { TimeLimit } from './timeLimit.js';
import { jsonText, prepareFolder, writeResults } from './writeResults.js';

/**
 * `collapse derive`: prints the derivation of every set of one model, of later pieces of a schedule what differs, once
 * difference quotients confirm its derivatives; with `--cross-check`, what mathjs and nerdamer make of them goes to stderr.
 * Ctrl-C ends it between two sets and keeps those that are done. Throws InputError.
 */
export async function derive(
  name: string,
  options: CommonOptions & { readonly format?: string; readonly crossCheck?: true },
  output: Output,
): Promise<ExitStatus> {
  const { isJson, extension, print } = documentFormat(options);
  prepareFolder(options.out);
  const located = locateModel(name);
  const [model]: Model[] = readModels([located], options.set);
  const { signal, release } = catchInterruption(output);
  const limit = new TimeLimit(options.timeLimit, signal);
  limit.share(`${located.source}: that its derivatives are right`, 2, () => checkDerivatives(model));
  if (options.crossCheck) output.message(await crossCheckText(model));
  const pieces = piecesOf(model);
  const total = pieces.length * model.sets.length;
  const derived = pieces.map((piece) => ({ model: piece, source: located.source, derivations: [] as Derivation[] }));
  let done = 0;
  for (const { model: piece, derivations } of derived) {
    for (const set of piece.sets) {
      // a turn of the event loop, in which Ctrl-C is seen
      await new Promise(setImmediate);
      if (signal.aborted) break;
      const derivation = limit.share(set.name, total - done, () => deriveSet(piece, set));
      if (derivation === null && signal.aborted) break;
      if (derivation !== null) {
        derivations.push(derivation);
        limit.share(`the threshold of SGD at ${set.name}`, total - done, () => stepsToShow(piece, derivation));
      }
      done++;
    }
  }
  release();
  const json = async (): Promise<string> => {
    // what a result is made of costs as much to load as a small derivation takes
    const { deriveResultJson } = await import('../report/resultJson.js');
    const result = { ...deriveResultJson(packageVersion(), options.seed, derived), ...limit.parts };
    return jsonText(result);
  };
  const text = (columns?: number): string =>
    pieceDocuments(derived)
      .map((document) => print(document, columns))
      .join('\n');
  output.result(isJson ? await json() : text(output.width));
  if (options.out !== undefined) {
    writeResults(options.out, { 'derivation.json': await json(), [`derivation.${extension}`]: text() }, output.message);
  }
  output.message(limit.message);
  if (!signal.aborted) return exitStatus.done;
  output.message(`interrupted: ${done} of ${total} sets\n`);
  return exitStatus.interrupted;
}

/** What the other engines say; they take most of a second to load. */
async function crossCheckText(model: Model): Promise<string> {
  const { crossCheckDerivatives } = await import('../symbolic/crossCheck.js');
  const { agreeing, differing } = await crossCheckDerivatives(model);
  const lines = [
    `derivatives that agree: ${agreeing.mathjs} of mathjs, ${agreeing.nerdamer} of nerdamer`,
    ...differing.map(({ sentence }) => sentence),
  ];
  return lines.map((line) => `note: ${line}\n`).join('');
}

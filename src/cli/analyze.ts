import { InputError } from '../arithmetic/inputError.js';
import type { AnalyzeResult } from '../report/analyzeSchema.js';
import { analyzePicture, analyzeText } from '../report/analyzeText.js';
import { type AnalysisOptions, analyzeLayer, unitLengths } from '../sgd/weights/analyzeLayer.js';
import { attentionHeads } from '../sgd/weights/attentionHeads.js';
import { type Layout, type WeightedLayer, weightedLayers } from '../sgd/weights/weightedLayer.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { layoutOf, tensorsIn } from './weightFiles.js';
import { jsonText, prepareFolder, writeResults } from './writeResults.js';

/** The options of `collapse analyze`, as commander hands them over. */
export interface AnalyzeOptions {
  readonly tau1: number;
  readonly tau2: number;
  readonly layout?: Layout;
  readonly heads?: number;
  readonly initial?: string;
  readonly json?: true;
  readonly out?: string;
}

/** `collapse analyze`: vanishing and redundant units, and effective rank, of every hidden layer. Throws InputError. */
export async function analyze(files: readonly string[], options: AnalyzeOptions, output: Output): Promise<ExitStatus> {
  const { tau1, tau2, initial, out } = options;
  const start = initial === undefined ? null : layersIn(initial, options);
  const result: AnalyzeResult = {
    schema: 1,
    version: packageVersion(),
    seed: null,
    tau1,
    tau2,
    files: files.map((source) => ({
      source,
      layers: layersIn(source, options).map((layer) => {
        const { name, kind, outgoing } = layer;
        const analysis: AnalysisOptions = {
          tau1,
          tau2,
          ...(start !== null && { initialLength: lengthAt(start, layer) }),
        };
        return { name, kind, outgoing, ...analyzeLayer(layer, analysis) };
      }),
    })),
  };
  prepareFolder(out);
  const json = jsonText(result);
  if (out !== undefined) {
    const { pictureFiles } = await import('./pictureFiles.js');
    const files = { 'result.json': json, ...(await pictureFiles(analyzePicture(result))) };
    writeResults(out, files, output.message);
  }
  output.result(options.json ? json : analyzeText(result, output.width));
  return exitStatus.done;
}

function layersIn(file: string, { layout, heads }: AnalyzeOptions): WeightedLayer[] {
  const tensors = tensorsIn(file);
  const stated = layout ?? layoutOf(file);
  const layers = [...weightedLayers(tensors, stated), ...(heads === undefined ? [] : attentionHeads(tensors, heads))];
  const wrong = layers.find(({ units }) => units.vectors.some((x) => !Number.isFinite(x)));
  if (wrong !== undefined) throw new InputError(file, `${wrong.name} holds what is no number`, 'finite weights');
  return layers;
}

/** The median length of a layer's units at the start. */
function lengthAt(start: readonly WeightedLayer[], { name, units }: WeightedLayer): number {
  const same = start.find((layer) => layer.name === name && layer.units.count === units.count);
  if (same === undefined)
    throw new InputError('--initial', `it has no layer ${name} of ${units.count} units`, 'the same network');
  const lengths = unitLengths(same).sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)];
}

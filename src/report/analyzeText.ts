import { markedLine } from '../reproduce/curves.js';
import type { Picture } from '../reproduce/picture.js';
import type { AnalyzeResult } from './analyzeSchema.js';
import { boxTable } from './boxTable.js';
import { formatNumber } from './formatNumber.js';
import { wrapParagraph } from './wrapText.js';

/** The layers of networks for a terminal of so many columns (120 unless given), a table a file. */
export function analyzeText({ files, tau1, tau2 }: AnalyzeResult, width?: number): string {
  const tables = files.map(({ source, layers }) => {
    const rows = layers.map((layer) => {
      const { name, units, independent, greedy, vanishing, vanishedSinceStart, mirrored, rotations } = layer;
      const counts = [units, independent, greedy, vanishing, vanishedSinceStart, mirrored, rotations].map(String);
      return [name, ...counts, formatNumber(layer.effectiveRank), formatNumber(layer.entropy)];
    });
    return `${source}\n${layers.length === 0 ? 'no hidden layer\n' : `${boxTable(heads, rows, width)}\n`}`;
  });
  const legend = `thresholds ${tau1} and ${tau2}; independent: connected groups, greedy: the paper's count in the order of the units; short now: against the layer's longest unit, since start: against its initial length`;
  return `${tables.join('\n')}\n${wrapParagraph(legend, '', '', width)}\n`;
}

const heads = [
  'layer',
  'units',
  'independent',
  'greedy',
  'short now',
  'since start',
  'mirrored',
  'rotations',
  'eff. rank',
  'entropy',
];

/** The share of independent units over the layers, a curve a file. */
export function analyzePicture({ files }: AnalyzeResult): Picture {
  return {
    name: 'units',
    title: 'Share of units that are independent',
    panels: [
      {
        x: { label: 'layer' },
        y: { label: 'share' },
        curves: files.flatMap(({ source, layers }) => {
          const points = layers.map(({ units, independent }, i) => ({ x: i + 1, y: independent / units }));
          return markedLine(source, points);
        }),
      },
    ],
  };
}

import type { BoundaryPoint } from '../../sweep/boundary.js';
import { escapeLatex } from '../latexText.js';
import type { SweepHeader, SweepLine } from '../sweepSchema.js';
import { processes } from './style.js';

/**
 * A sweep's picture as LaTeX source (standalone, pgfplots), for a paper to set in its own fonts: exponents over one
 * constant with intervals, or the plane of two with its boundary, attractive cells filled, disagreements crossed. Null
 * over more constants.
 */
export function sweepTikz(
  header: SweepHeader,
  lines: readonly SweepLine[],
  boundary: readonly BoundaryPoint[],
): string | null {
  const { grid, model, set, version, seed } = header;
  const [first, second] = grid;
  if (first === undefined || grid.length > 2) return null;
  const options = [
    `xlabel={${escapeLatex(first.constant)}}`,
    `ylabel={${second === undefined ? 'Lyapunov exponent per unit of $t = \\eta\\cdot$step' : escapeLatex(second.constant)}}`,
    ...(first.scale === 'log' ? ['xmode=log'] : []),
    ...(second?.scale === 'log' ? ['ymode=log'] : []),
    'enlargelimits=0.04',
    'legend pos=outer north east',
    'legend cell align=left',
  ];
  const plots = second === undefined ? curves(header, lines, boundary) : plane(header, lines, boundary);
  return `% ${`${model}: ${set}; collapse-verifier ${version}, seed ${seed}`.replace(/\s+/g, ' ')}
\\documentclass{standalone}
\\usepackage{pgfplots}
\\pgfplotsset{compat=1.16}
${Object.entries(processes)
  .map(([name, { color }]) => `\\definecolor{${name}}{HTML}{${color.slice(1).toUpperCase()}}`)
  .join('\n')}
\\begin{document}
\\begin{tikzpicture}
\\begin{axis}[${options.join(', ')}]
${plots.join('\n')}
\\end{axis}
\\end{tikzpicture}
\\end{document}
`;
}

const styles = { sde: 'solid', eulerMaruyama: 'dashed', sgd: 'densely dotted', sdeAveraged: 'dash dot' } as const;

function curves(
  { grid: [{ constant }] }: SweepHeader,
  lines: readonly SweepLine[],
  boundary: readonly BoundaryPoint[],
) {
  const predicted = (Object.keys(styles) as (keyof typeof styles)[]).flatMap((process) => {
    const points = lines.flatMap(({ constants, exponents }) => {
      const found = exponents[process];
      return found === null ? [] : [`(${constants[constant]},${found.value})`];
    });
    if (points.length === 0) return [];
    const label = `\\addlegendentry{${escapeLatex(processes[process].label)}}`;
    return [`\\addplot[${process}, thick, ${styles[process]}] coordinates {${points.join(' ')}};`, label];
  });
  const measured = (['sde', 'sgd'] as const).flatMap((process) => {
    const points = lines.flatMap(({ constants, evidence }) => {
      const found = evidence[process];
      if (found?.exponent == null || found.exponentInterval === null) return [];
      const half = (found.exponentInterval[1] - found.exponentInterval[0]) / 2;
      return [`(${constants[constant]},${found.exponent}) +- (0,${half})`];
    });
    const style = `${process}, only marks, mark=${process === 'sde' ? '*' : 'square*'}, mark size=1.2pt, forget plot`;
    const bars = 'error bars/.cd, y dir=both, y explicit';
    return points.length === 0 ? [] : [`\\addplot[${style}, ${bars}] coordinates {${points.join(' ')}};`];
  });
  const zero = '\\draw[gray] ({rel axis cs:0,0} |- {axis cs:0,0}) -- ({rel axis cs:1,0} |- {axis cs:0,0});';
  const thresholds = boundary.map(({ at }) => {
    const x = at[constant];
    return `\\draw[dashed] ({axis cs:${x},0} |- {rel axis cs:0,0}) -- ({axis cs:${x},0} |- {rel axis cs:0,1});`;
  });
  return [...predicted, ...measured, zero, ...thresholds];
}

function plane({ grid: [across, up] }: SweepHeader, lines: readonly SweepLine[], boundary: readonly BoundaryPoint[]) {
  const marks = (label: string, style: string, chosen: readonly SweepLine[]): string[] => {
    const points = chosen.map(({ constants }) => `(${constants[across.constant]},${constants[up.constant]})`);
    if (points.length === 0) return [];
    return [`\\addplot[only marks, ${style}] coordinates {${points.join(' ')}};`, `\\addlegendentry{${label}}`];
  };
  const predicted = (region: SweepLine['prediction']) => lines.filter(({ prediction }) => prediction === region);
  const edge = boundary.map(({ at }) => `(${at[across.constant]},${at[up.constant]})`);
  return [
    ...marks('attractive', 'mark=*, mark size=1.2pt, sde', predicted('attractive')),
    ...marks('repelling', 'mark=o, mark size=1.2pt, gray', predicted('repelling')),
    ...marks('undecided', 'mark=|, mark size=1.2pt, gray', predicted('undecided')),
    ...marks(
      'disagrees',
      'mark=x, mark size=2.5pt, thick, sgd',
      lines.filter(({ verdict }) => verdict === 'disagree'),
    ),
    ...(edge.length === 0
      ? []
      : [
          `\\addplot[only marks, mark=*, mark size=0.4pt, black] coordinates {${edge.join(' ')}};`,
          '\\addlegendentry{boundary}',
        ]),
  ];
}

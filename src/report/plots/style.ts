import type { Config, TopLevelSpec } from 'vega-lite';

/**
 * How every plot looks: legible in print and in black and white, in colours that colour-blind readers tell apart
 * (Okabe and Ito), on a white ground so that it can be put on any page.
 */
const plotConfig: Config = {
  background: 'white',
  font: 'DejaVu Sans',
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    grid: false,
    domainColor: '#333',
    tickColor: '#333',
  },
  legend: {
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    symbolStrokeColor: '#333',
    labelLimit: 320,
  },
  title: { fontSize: 13, fontWeight: 'normal', anchor: 'start', subtitleFontSize: 11, subtitleColor: '#555' },
  view: { stroke: '#333' },
};

/** One colour, dash and shape a process, the same in every plot. */
export const processes = {
  sde: { label: 'SDE', color: '#0072b2', dash: [1, 0], shape: 'circle' },
  eulerMaruyama: { label: 'Euler–Maruyama', color: '#56b4e9', dash: [6, 3], shape: 'diamond' },
  sgd: { label: 'SGD', color: '#d55e00', dash: [2, 2], shape: 'square' },
  sdeAveraged: { label: 'SDE, averaged over the set', color: '#009e73', dash: [8, 2, 2, 2], shape: 'triangle-up' },
} as const;

/** Fills that differ in lightness too. */
export const regionFills = { attractive: '#9ecae1', repelling: '#ffffff', undecided: '#d9d9d9' } as const;

/** The scale of an axis that ends where its values end. */
export function scaleOf(scale: 'linear' | 'log' | 'list') {
  return scale === 'log'
    ? ({ type: 'log', nice: false } as const)
    : ({ type: 'linear', zero: false, nice: false } as const);
}

/** A number along an axis. */
export function quantity(field: string, rest: object = {}) {
  return { field, type: 'quantitative' as const, ...rest };
}

/** Rows of numbers and how they are marked. */
export function layer(values: readonly object[], mark: object, encoding: object): object {
  return { data: { values }, mark, encoding };
}

/** A panel of the width of all panels. */
export function panel(height: number, layers: readonly object[]): object {
  return { width: 460, height, layer: layers };
}

/** A colour, or a dash, a name; without a title of its own. */
export function byName(field: string, domain: readonly string[], range: readonly unknown[], rest: object = {}) {
  return { field, type: 'nominal' as const, title: null, scale: { domain, range }, ...rest };
}

/** A legend that shows names as pieces of line. */
export const strokeLegend = {
  legend: { symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 2, symbolSize: 250 },
};

/** A plot in this style, of parts such as a title and panels one below another. */
export function styled(parts: object): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    config: plotConfig,
    ...parts,
  } as unknown as TopLevelSpec;
}

/** Panels whose colours stand for things of their own. */
export const ownColours = { resolve: { scale: { color: 'independent' } } };

/** Several plots as one, one below another. */
export function below(plots: readonly TopLevelSpec[]): TopLevelSpec {
  if (plots.length === 1) return plots[0];
  return styled({ spacing: 40, ...ownColours, vconcat: plots.map(({ $schema, config, ...part }) => part) });
}

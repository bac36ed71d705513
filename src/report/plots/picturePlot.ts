import type { TopLevelSpec } from 'vega-lite';
import type { Panel, Picture } from '../../reproduce/picture.js';
import { plotConfig } from './style.js';

/** A picture's panels, one below another: curves in colours and dashes, points with their intervals, rules with labels. */
export function picturePlot({ title, subtitle, panels }: Picture): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: title, ...(subtitle !== undefined && { subtitle }) },
    config: plotConfig,
    resolve: { scale: { color: 'independent' } },
    vconcat: panels.map((panel) => panelPlot(panel, panels.length === 1 ? 260 : 150)),
  } as TopLevelSpec;
}

/** Okabe and Ito, then black: told apart by colour-blind readers. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

/** More curves than this are a bundle: the same in kind, without a legend. */
const mostNamed = 8;

function panelPlot({ x, y, curves, rules = [] }: Panel, height: number) {
  const names = [...new Set(curves.map(({ name }) => name))];
  const isBundle = names.length > mostNamed;
  // what is drawn later lies on top: broader below, so that both are seen
  const width = (name: string): number => (isBundle ? 0.8 : 1.2 + 0.4 * (names.length - 1 - names.indexOf(name)));
  const isCounted = curves.every(({ points }) => points.every((point) => Number.isInteger(point.x)));
  const axis = ({ label, scale = 'linear' }: Panel['x'], across: boolean) => ({
    type: 'quantitative' as const,
    title: label,
    // room for marks on the border
    scale: scale === 'log' ? { type: 'log' as const } : { zero: false, nice: !across, ...(across && { padding: 6 }) },
    ...(scale === 'log' && { axis: across ? { format: ',', tickCount: 4 } : { format: '.0e' } }),
    ...(scale !== 'log' && across && isCounted && { axis: { tickMinStep: 1 } }),
  });
  const encoding = {
    x: { field: 'x', ...axis(x, true) },
    y: { field: 'y', ...axis(y, false) },
    detail: { field: 'name' },
    color: {
      field: 'name',
      type: 'nominal' as const,
      title: null,
      scale: {
        domain: names,
        range: names.map((name, i) => curves.find((one) => one.name === name)?.color ?? colours[i % colours.length]),
      },
      ...((isBundle || names.length === 1) && { legend: null }),
    },
  };
  const broad = { strokeWidth: { field: 'width', type: 'quantitative' as const, scale: null, legend: null } };
  const layerOf = (style: Panel['curves'][number]['style'], mark: object, breadth: object) => {
    const values = curves.flatMap(({ name, points, style: own }) =>
      own === style ? points.map((point) => ({ ...point, name, width: width(name) })) : [],
    );
    return values.length === 0 ? [] : [{ data: { values }, mark, encoding: { ...encoding, ...breadth } }];
  };
  const intervals = curves.flatMap(({ name, points }) =>
    points.flatMap((point) => (point.low === undefined ? [] : [{ ...point, name, width: width(name) }])),
  );
  const { y: vertical, ...across } = encoding;
  return {
    width: 460,
    height,
    layer: [
      ...layerOf('line', { type: 'line', clip: true }, broad),
      ...layerOf('dashed', { type: 'line', strokeWidth: 1.2, strokeDash: [5, 3], clip: true }, {}),
      ...(intervals.length === 0
        ? []
        : [
            {
              data: { values: intervals },
              mark: { type: 'rule' },
              encoding: { ...across, ...broad, y: { ...vertical, field: 'low' }, y2: { field: 'high' } },
            },
          ]),
      ...layerOf('points', { type: 'point', filled: true, size: 40 }, {}),
      ...rules.flatMap(({ axis: along, at, label }) => [
        {
          data: { values: [{ at }] },
          mark: { type: 'rule', color: '#555', strokeDash: [2, 2] },
          encoding: { [along]: { field: 'at', type: 'quantitative' } },
        },
        {
          data: { values: [{ at, label }] },
          mark: { type: 'text', color: '#333', align: 'left', dx: 4, dy: along === 'x' ? 0 : -6, fontSize: 11 },
          encoding: {
            [along]: { field: 'at', type: 'quantitative' },
            [along === 'x' ? 'y' : 'x']: { value: along === 'x' ? 10 : 6 },
            text: { field: 'label' },
          },
        },
      ]),
    ],
  };
}

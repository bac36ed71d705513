import type { TopLevelSpec } from 'vega-lite';
import type { Panel, Picture } from '../../reproduce/picture.js';
import { byName, layer, ownColours, panel, quantity, styled } from './style.js';

/** A picture's panels, one below another: curves in colours and dashes, points with their intervals, rules with labels. */
export function picturePlot({ title, subtitle, panels }: Picture): TopLevelSpec {
  return styled({
    title: { text: title, ...(subtitle !== undefined && { subtitle }) },
    ...ownColours,
    vconcat: panels.map((one) => panelPlot(one, panels.length === 1 ? 260 : 150)),
  });
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
    color: byName(
      'name',
      names,
      names.map((name, i) => curves.find((one) => one.name === name)?.color ?? colours[i % colours.length]),
      isBundle || names.length === 1 ? { legend: null } : {},
    ),
  };
  const broad = { strokeWidth: quantity('width', { scale: null, legend: null }) };
  const pointsIn = (chosen: Panel['curves']) =>
    chosen.flatMap(({ name, points }) => points.map((point) => ({ ...point, name, width: width(name) })));
  const layerOf = (style: Panel['curves'][number]['style'], mark: object, breadth: object) => {
    const values = pointsIn(curves.filter((one) => one.style === style));
    return values.length === 0 ? [] : [layer(values, mark, { ...encoding, ...breadth })];
  };
  const intervals = pointsIn(curves).filter(({ low }) => low !== undefined);
  const ends = { y: { ...encoding.y, field: 'low' }, y2: { field: 'high' } };
  return panel(height, [
    ...layerOf('line', { type: 'line', clip: true }, broad),
    ...layerOf('dashed', { type: 'line', strokeWidth: 1.2, strokeDash: [5, 3], clip: true }, {}),
    ...(intervals.length === 0 ? [] : [layer(intervals, { type: 'rule' }, { ...encoding, ...broad, ...ends })]),
    ...layerOf('points', { type: 'point', filled: true, size: 40 }, {}),
    ...rules.flatMap(({ axis: along, at, label }) => {
      const [across, dy, start] = along === 'x' ? (['y', 0, 10] as const) : (['x', -6, 6] as const);
      return [
        layer([{ at }], { type: 'rule', color: '#555', strokeDash: [2, 2] }, { [along]: quantity('at') }),
        layer(
          [{ at, label }],
          { type: 'text', color: '#333', align: 'left', dx: 4, dy, fontSize: 11 },
          { [along]: quantity('at'), [across]: { value: start }, text: { field: 'label' } },
        ),
      ];
    }),
  ]);
}

/** What a sweep's page does: it reads `cells`, and writes only text and shapes that it makes itself. */
export const sweepScript = `const panel = document.getElementById('cell');
const digits = (value) => (value === null || value === undefined ? '-' : String(Number(value.toPrecision(4))));
const make = (name, attributes, text) => {
  const isShape = ['svg', 'path', 'text', 'line'].includes(name);
  const element = isShape ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
};
let chosen = null;
function show(line) {
  const rows = [];
  for (const [name, found] of Object.entries(line.exponents)) {
    if (found) rows.push([name + ', predicted', digits(found.value), '[' + found.interval.map(digits).join(', ') + ']', found.method]);
  }
  for (const [name, found] of Object.entries(line.evidence)) {
    if (!found) continue;
    const interval = found.exponentInterval ? '[' + found.exponentInterval.map(digits).join(', ') + ']' : '-';
    rows.push([name + ', measured', digits(found.exponent), interval, digits(100 * found.fraction) + ' % near']);
  }
  const constants = Object.entries(line.constants).map(([name, value]) => name + ' = ' + digits(value)).join(', ');
  const verdict = line.verdict === null ? '' : '; ' + line.verdict + (line.causes.length ? ' (' + line.causes.join(', ') + ')' : '');
  const table = make('table');
  for (const cells of rows) {
    const row = make('tr');
    for (const cell of cells) row.append(make('td', {}, cell));
    table.append(row);
  }
  panel.replaceChildren(make('p', {}, constants + ': ' + line.prediction + verdict), table);
}
function draw(line) {
  for (const [name, found] of Object.entries(line.evidence)) {
    if (!found || found.series.t.length < 2) continue;
    const [width, height, left, bottom] = [460, 180, 50, 30];
    const { t: times, median, quantiles } = found.series;
    const last = times[times.length - 1];
    const low = Math.min(...quantiles.map((ends) => ends[0]));
    const high = Math.max(...quantiles.map((ends) => ends[3]));
    const x = (t) => left + (width - left) * (t / last);
    const y = (value) => (height - bottom) * (1 - (value - low) / (high - low || 1));
    const path = (points) => points.map(([t, value], i) => (i ? 'L' : 'M') + x(t).toFixed(1) + ' ' + y(value).toFixed(1)).join('');
    const band = (from, to) => path([...times.map((t, i) => [t, quantiles[i][from]]), ...times.map((t, i) => [t, quantiles[i][to]]).reverse()]) + 'Z';
    const picture = make('svg', { viewBox: '0 0 ' + width + ' ' + height, width, role: 'img', 'aria-label': 'log distance over time, ' + name });
    const color = name === 'sde' ? '#0072b2' : '#d55e00';
    picture.append(
      make('path', { d: band(0, 3), fill: color, opacity: 0.15 }),
      make('path', { d: band(1, 2), fill: color, opacity: 0.25 }),
      make('path', { d: path(times.map((t, i) => [t, median[i]])), fill: 'none', stroke: color, 'stroke-width': 1.5 }),
      make('text', { x: 0, y: 12, 'font-size': 11, fill: 'currentColor' }, digits(high)),
      make('text', { x: 0, y: height - bottom, 'font-size': 11, fill: 'currentColor' }, digits(low)),
      make('text', { x: left, y: height - 10, 'font-size': 11, fill: 'currentColor' }, name + ': log distance, t from 0 to ' + digits(last)),
    );
    picture.style.background = 'transparent';
    panel.append(picture);
  }
}
for (const link of document.querySelectorAll('svg a')) {
  const target = link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? '';
  const line = cells.get(Number(target.replace(/^.*#cell-/, '')));
  if (!line) continue;
  link.setAttribute('tabindex', '0');
  link.setAttribute('aria-label', Object.entries(line.constants).map(([name, value]) => name + ' ' + digits(value)).join(', ') + ': ' + line.prediction);
  for (const event of ['mouseenter', 'focus']) link.addEventListener(event, () => { if (chosen === null) show(line); });
  link.addEventListener('click', (event) => {
    event.preventDefault();
    chosen = chosen === line.cell ? null : line.cell;
    show(line);
    if (chosen !== null) draw(line);
  });
}
`;

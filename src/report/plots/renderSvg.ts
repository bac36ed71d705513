import { Error as errorLevel, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** Draws a Vega-Lite plot as SVG text, without a browser. The same plot gives the same text. */
export async function renderSvg(plot: TopLevelSpec): Promise<string> {
  const { spec } = compile(plot);
  const view = new View(parse(spec), { renderer: 'none', logLevel: errorLevel });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}

/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A value as JSON that can stand within a script of a page. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A link that saves a text as a file; the page needs no network for it. */
export function downloadLink(name: string, text: string, label: string): string {
  const href = `data:application/octet-stream;charset=utf-8,${encodeURIComponent(text)}`;
  return `<a class="download" download="${escapeHtml(name)}" href="${escapeHtml(href)}">${escapeHtml(label)}</a>`;
}

/** What a page is made of. */
export interface Page {
  readonly title: string;
  /** HTML */
  readonly body: string;
  /** further CSS, such as that of typeset mathematics */
  readonly style?: string;
  readonly script?: string;
}

/** A page in one file: nothing is fetched, light and dark, legible on paper. */
export function htmlPage({ title, body, style = '', script }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; img-src data:">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>
${style}
${pageStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
${script === undefined ? '' : `<script>\n${script}</script>\n`}</body>
</html>
`;
}

const pageStyle = `:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --soft: #666; --line: #ccc; --tint: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #16181c; --soft: #a0a0a0; --line: #444; --tint: #22262c; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
h1 { font-size: 1.6rem; font-weight: 600; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
h3 { font-size: 1.05rem; margin-top: 1.5rem; }
table { border-collapse: collapse; margin: 0.75rem 0; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; } td { font-variant-numeric: tabular-nums; }
pre { background: var(--tint); padding: 0.8rem; overflow-x: auto; font-size: 0.85rem; } code { font-size: 0.9em; }
figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
.soft { color: var(--soft); } .formula { overflow-x: auto; overflow-y: hidden; padding: 0.2rem 0; }
.verdict { font-weight: 600; padding: 0.1rem 0.5rem; border: 1px solid currentColor; border-radius: 4px; white-space: nowrap; }
.agree { color: #0a7d4f; } .disagree { color: #c2410c; } .inconclusive { color: var(--soft); }
@media (prefers-color-scheme: dark) { .agree { color: #4ade80; } .disagree { color: #fb923c; } }
a { color: inherit; } a:focus-visible, svg a:focus-visible > * { outline: 2px solid #0072b2; stroke: #0072b2; stroke-width: 2px; }
#cell { min-height: 9rem; background: var(--tint); padding: 0.8rem; border-radius: 4px; }
@media print { :root { --ink: #000; --paper: #fff; --soft: #444; --line: #999; --tint: #fff; } main { max-width: none; } h2, figure { break-inside: avoid; } .download { display: none; } }
`;

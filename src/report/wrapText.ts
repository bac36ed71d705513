/**
 * Breaks a text into lines of at most `width` characters: at spaces, else behind an operator or bracket of a formula,
 * else where the line is full. Line breaks in the text stay.
 */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

/** The same for a page, each line behind `indent` but the first behind `first`. */
export function wrapParagraph(text: string, first = '', indent = ' '.repeat(first.length), width = pageWidth): string {
  const lines = wrapText(text, width - indent.length).split('\n');
  return lines.map((line, i) => `${i === 0 ? first : indent}${line}`).join('\n');
}

/** What fits a common terminal and a page. */
export const pageWidth = 120;

function wrapLine(line: string, width: number): string {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const end = breakBefore(rest, width);
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest].join('\n');
}

function breakBefore(text: string, width: number): number {
  let space = text.lastIndexOf(' ', width);
  // W[1, :] is one word
  while (space > 0 && /\[[^\]\s]*,$/.test(text.slice(0, space))) space = text.lastIndexOf(' ', space - 1);
  // a line that would be less than half full is better filled by breaking a formula
  if (space > width / 2) return space;
  for (let end = width; end > width / 2; end--) if (/[*/+(),^]/.test(text[end - 1])) return end;
  return space > 0 ? space : width;
}

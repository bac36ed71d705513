/**
 * A text of bounded length that stands for a text of any length: the text itself while it is short, else its beginning
 * and a hash of 106 bits. Texts nest, and would grow without bound with the depth of an expression.
 */
export function shortText(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, shownLength)}#${hash(text, 0x9e3779b9)}${hash(text, 0x85ebca6b)}`;
}

const longestText = 400;
const shownLength = 40;

/** Two multiplicative hashes of 32 bits, mixed to 53 (after MurmurHash's finaliser). */
function hash(text: string, seed: number): string {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
    a = (a << 13) | (a >>> 19);
    b = (b << 17) | (b >>> 15);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36).padStart(11, '0');
}

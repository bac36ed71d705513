/** Plain text as Markdown reads it: what would be markup is escaped. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_<>|[\]&~$]/g, '\\$&');
}

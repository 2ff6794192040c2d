/**
 * Text from files and agents as Markdown that shows just that text. `MarkdownString.appendText` turns blanks into no-break
 * spaces, so that long lines break inside words. https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
}

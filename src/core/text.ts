/** What regular expressions do in quadratic time: they begin anew at every place of a long run. */

/** The text before the first of these characters; all of it where none is there. */
export function upTo(text: string, ...ends: readonly string[]): string {
  let end = text.length;
  for (const one of ends) {
    const at = text.indexOf(one);
    if (at >= 0 && at < end) end = at;
  }
  return text.slice(0, end);
}

/** Without these characters at the end. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** With something else for everything from an opening mark to the next closing one, on one line: `{{ name }}`. */
export function replaceBetween(text: string, open: string, close: string, replacement: (inner: string) => string): string {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(open, from);
    const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
    if (end < 0) break;
    const inner = text.slice(start + open.length, end);
    const line = inner.lastIndexOf('\n');
    if (line >= 0) {
      // What is open on a line ends with it; the closing mark belongs to a later one.
      const next = start + open.length + line + 1;
      parts.push(text.slice(from, next));
      from = next;
      continue;
    }
    parts.push(text.slice(from, start), replacement(inner));
    from = end + close.length;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** Without the lines that begin and end with these marks, which stay as empty ones: `{{- if x }}`. */
export function withoutLines(text: string, begin: string, end: string): string {
  if (!text.includes(begin)) return text;
  return text
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      return inner.length >= begin.length + end.length && inner.startsWith(begin) && inner.endsWith(end) ? '' : line;
    })
    .join('\n');
}

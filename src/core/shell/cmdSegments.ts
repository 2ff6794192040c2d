/** One command of a line: its source, whether a pipe leads into it, and what stands before it. */
export interface Segment {
  readonly text: string;
  readonly piped: boolean;
}

/** Commands of a text, at `&`, `&&`, `||`, `|` and line ends, past quotes, carets and brackets. */
export function segments(text: string): readonly Segment[] {
  const list: Segment[] = [];
  let start = 0;
  let level = 0;
  let piped = false;
  const end = (at: number, next: number, pipe: boolean): void => {
    if (text.slice(start, at).trim() !== '') list.push({ text: text.slice(start, at), piped });
    start = next;
    piped = pipe;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '"') {
      const close = /["\n]/.exec(text.slice(i + 1));
      i = close ? i + 1 + close.index : text.length;
    } else if (char === '^') i++;
    else if (char === '(') level++;
    else if (char === ')') level = Math.max(0, level - 1);
    else if (level === 0 && (char === '&' || char === '|')) {
      if (char === '&' && text[i - 1] === '>') continue;
      const double = text[i + 1] === char;
      end(i, i + (double ? 2 : 1), char === '|' && !double);
      if (double) i++;
    } else if (level === 0 && (char === '\n' || char === '\r')) end(i, i + 1, false);
  }
  end(text.length, text.length, false);
  return list;
}

/** Position of the bracket that closes the one at `open`. */
export function closing(text: string, open: number): number {
  let level = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '"') {
      const close = text.indexOf('"', i + 1);
      if (close < 0) return text.length;
      i = close;
    } else if (text[i] === '^') i++;
    else if (text[i] === '(') level++;
    else if (text[i] === ')' && --level === 0) return i;
  }
  return text.length;
}

const begin = '# >>> tenth-second: credential files, written by "tenth-second ignore"';
const end = '# <<< tenth-second';

interface Block {
  readonly before: string;
  readonly block: string;
  readonly after: string;
}

function split(text: string): Block | undefined {
  const from = text.indexOf(begin);
  if (from < 0 || (from > 0 && !'\n\uFEFF'.includes(text[from - 1]!))) return undefined;
  const last = text.indexOf(end, from);
  // A block whose end somebody took away ends with its last line that we know nothing of: nothing is guessed.
  if (last < 0) return undefined;
  const line = text.indexOf('\n', last);
  const to = line < 0 ? text.length : line + 1;
  return { before: text.slice(0, from), block: text.slice(from, to), after: text.slice(to) };
}

function blockOf(lines: readonly string[], text: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return [begin, ...lines, end, ''].join(eol);
}

/** Whether our block stands in the text, and just as we would write it. */
export function linesState(text: string, lines: readonly string[]): 'absent' | 'written' | 'outdated' {
  const found = split(text);
  if (found === undefined) return 'absent';
  return found.block.trimEnd() === blockOf(lines, text).trimEnd() ? 'written' : 'outdated';
}

/** With our block at the top: whatever the person wrote comes after it, and so has the last word. */
export function withLines(source: string | undefined, lines: readonly string[]): string {
  const text = source ?? '';
  const found = split(text);
  if (found) return found.before + blockOf(lines, text) + found.after;
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return mark + blockOf(lines, text) + text.slice(mark.length);
}

/** Without our block: every other byte as it was. Undefined when nothing else is left. */
export function withoutLines(text: string): string | undefined {
  const found = split(text);
  if (found === undefined) return text;
  const rest = found.before + found.after;
  return rest === '' ? undefined : rest;
}

/** Whether a change takes our block away, changes it, or adds an exception after it. Undefined: the file is gone. */
export function weakensLines(now: string, next: string | undefined): boolean {
  const found = split(now);
  if (found === undefined) return false;
  const kept = next === undefined ? undefined : split(next);
  if (kept === undefined || kept.block.trimEnd() !== found.block.trimEnd()) return true;
  const exceptions = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line.startsWith('!'));
  const before = new Set(exceptions(now));
  return exceptions(next ?? '').some((line) => !before.has(line));
}

/** Translates a shell pattern into a regular expression source; undefined when it is too long or odd to be worth it. */
function translate(pattern: string, greedy: boolean): string | undefined {
  // Adjacent stars would backtrack without end.
  if (pattern.length > 64 || (pattern.match(/\*/g)?.length ?? 0) > 4) return undefined;
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') source += greedy ? '[^]*' : '[^]*?';
    else if (char === '?') source += '[^]';
    else if (char === '[') {
      const close = pattern.indexOf(']', i + 2);
      if (close < 0) return undefined;
      const set = pattern.slice(i + 1, close);
      if (set.includes('[')) return undefined;
      source += `[${set.replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
      i = close;
    } else if (char === '\\' && i + 1 < pattern.length) source += escape(pattern[++i]!);
    else source += escape(char);
  }
  return source;
}

function escape(char: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char;
}

function compile(source: string, flags = ''): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    // `[z-a]` and the like; the caller takes the value as unknown.
    return undefined;
  }
}

const maxValue = 4096;

/** `${value#pattern}`, `##`, `%`, `%%`; undefined when it cannot be told. */
export function removePattern(value: string, operator: '#' | '##' | '%' | '%%', pattern: string): string | undefined {
  if (value.length > maxValue) return undefined;
  if (operator[0] === '#') {
    const source = translate(pattern, operator === '##');
    const match = source === undefined ? undefined : compile(`^(?:${source})`);
    return match && value.replace(match, '');
  }
  const source = translate(pattern, true);
  const match = source === undefined ? undefined : compile(`^(?:${source})$`);
  if (!match) return undefined;
  for (let i = 0; i <= value.length; i++) {
    const at = operator === '%' ? value.length - i : i;
    if (match.test(value.slice(at))) return value.slice(0, at);
  }
  return value;
}

/** `${value/pattern/replacement}`, `//`, `/#`, `/%`; undefined when it cannot be told. */
export function replacePattern(value: string, operator: string, pattern: string, replacement: string): string | undefined {
  if (value.length > maxValue) return undefined;
  if (pattern === '') return value;
  const source = translate(pattern, true);
  if (source === undefined) return undefined;
  const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source;
  const match = compile(anchored, operator === '//' ? 'g' : '');
  return match && value.replace(match, () => replacement);
}

/** True or false when it can be told whether the whole value matches. */
export function matchesPattern(value: string, pattern: string): boolean | undefined {
  if (value.length > maxValue) return undefined;
  const source = translate(pattern, true);
  return source === undefined ? undefined : compile(`^(?:${source})$`)?.test(value);
}

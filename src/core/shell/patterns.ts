/** One element of a shell pattern: any text, any character, one of a set, or a character. */
type Token =
  | { readonly type: 'star' }
  | { readonly type: 'any' }
  | { readonly type: 'set'; readonly set: RegExp }
  | { readonly type: 'char'; readonly char: string };

const maxPattern = 256;
const maxValue = 4096;
/** Replacing tries every start. */
const maxReplaced = 512;

function tokenize(pattern: string): Token[] | undefined {
  if (pattern.length > maxPattern) return undefined;
  const tokens: Token[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') {
      if (tokens[tokens.length - 1]?.type !== 'star') tokens.push({ type: 'star' });
    } else if (char === '?') tokens.push({ type: 'any' });
    else if (char === '[') {
      const set = /^\[[!^]?\]?[^\]]*\]/.exec(pattern.slice(i))?.[0];
      // Character classes and ranges that JavaScript reads otherwise are not worth it.
      if (set === undefined || set.includes('[:') || set.includes('\\')) return undefined;
      const inner = set
        .slice(1, -1)
        .replace(/^!/, '^')
        .replaceAll('[', '\\[')
        .replace(/^(\^?)\]/, '$1\\]');
      try {
        tokens.push({ type: 'set', set: new RegExp(`^[${inner}]$`, 'u') });
      } catch {
        // `[z-a]`: the caller takes the value as unknown.
        return undefined;
      }
      i += set.length - 1;
    } else if (/[?*+@!]/.test(char) && pattern[i + 1] === '(') return undefined;
    else if (char === '\\' && i + 1 < pattern.length) tokens.push({ type: 'char', char: pattern[++i]! });
    else tokens.push({ type: 'char', char });
  }
  return tokens;
}

function accepts(token: Token, char: string): boolean {
  return token.type === 'char' ? token.char === char : token.type === 'set' ? token.set.test(char) : true;
}

/**
 * Ends of the matches that start at `from`: the first, or the last. All states are followed at once, so that no pattern takes
 * longer than its length times that of the value. -1 when nothing matches.
 */
function matchEnd(tokens: readonly Token[], value: string, from: number, longest: boolean): number {
  let states = new Uint8Array(tokens.length + 1);
  states[0] = 1;
  skipStars(tokens, states);
  let end = -1;
  for (let at = from; ; at++) {
    if (states[tokens.length] === 1) {
      end = at;
      if (!longest) return end;
    }
    if (at >= value.length) return end;
    const next = new Uint8Array(tokens.length + 1);
    let alive = false;
    for (let i = 0; i < tokens.length; i++) {
      if (states[i] === 0) continue;
      const token = tokens[i]!;
      if (token.type === 'star') next[i] = 1;
      else if (accepts(token, value[at]!)) next[i + 1] = 1;
      else continue;
      alive = true;
    }
    if (!alive) return end;
    skipStars(tokens, next);
    states = next;
  }
}

function skipStars(tokens: readonly Token[], states: Uint8Array): void {
  for (let i = 0; i < tokens.length; i++) if (states[i] === 1 && tokens[i]!.type === 'star') states[i + 1] = 1;
}

function reversed(text: string): string {
  let result = '';
  for (let i = text.length - 1; i >= 0; i--) result += text[i];
  return result;
}

/** `${value#pattern}`, `##`, `%`, `%%`; undefined when it cannot be told. */
export function removePattern(value: string, operator: '#' | '##' | '%' | '%%', pattern: string): string | undefined {
  const tokens = value.length > maxValue ? undefined : tokenize(pattern);
  if (!tokens) return undefined;
  const longest = operator.length === 2;
  if (operator[0] === '#') {
    const end = matchEnd(tokens, value, 0, longest);
    return end < 0 ? value : value.slice(end);
  }
  const end = matchEnd(tokens.toReversed(), reversed(value), 0, longest);
  return end < 0 ? value : value.slice(0, value.length - end);
}

/** `${value/pattern/replacement}`, `//`, `/#`, `/%`; undefined when it cannot be told. */
export function replacePattern(value: string, operator: string, pattern: string, replacement: string): string | undefined {
  if (value.length > maxReplaced) return undefined;
  if (pattern === '') return value;
  const tokens = tokenize(pattern);
  if (!tokens) return undefined;
  if (operator === '/%') {
    const end = matchEnd(tokens.toReversed(), reversed(value), 0, true);
    return end < 0 ? value : value.slice(0, value.length - end) + replacement;
  }
  let result = '';
  for (let at = 0; at <= value.length;) {
    const end = matchEnd(tokens, value, at, true);
    if (end > at || (end === at && operator === '/#')) {
      result += replacement;
      at = end;
      if (operator !== '//') return result + value.slice(at);
      continue;
    }
    if (operator === '/#') return value;
    result += value[at] ?? '';
    at++;
  }
  return result;
}

/** True or false when it can be told whether the whole value matches. */
export function matchesPattern(value: string, pattern: string): boolean | undefined {
  const tokens = value.length > maxValue ? undefined : tokenize(pattern);
  return tokens && matchEnd(tokens, value, 0, true) === value.length;
}

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/**
 * Backslash escapes as `echo -e` (`echo`), `printf`'s format (`format`) and its `%b` (`echo`) read them. `stop` is true after `\c`.
 * Bytes above 0x7f stand as the character of that number: whoever pipes such text into a shell gets a different word, never a
 * plainer one.
 */
export function unescape(text: string, dialect: 'echo' | 'format'): { readonly text: string; readonly stop: boolean } {
  if (!text.includes('\\')) return { text, stop: false };
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char !== '\\' || i + 1 >= text.length) {
      out += char;
      continue;
    }
    const next = text[++i]!;
    const rest = text.slice(i);
    if (next === 'c' && dialect === 'echo') return { text: out, stop: true };
    const octal = dialect === 'echo' ? /^0[0-7]{0,3}|^[0-7]{1,3}/.exec(rest) : /^[0-7]{1,3}/.exec(rest);
    const hex = /^x[0-9A-Fa-f]{1,2}|^u[0-9A-Fa-f]{1,4}|^U[0-9A-Fa-f]{1,8}/.exec(rest);
    if (octal) {
      out += String.fromCharCode(Number.parseInt(octal[0], 8) & 255);
      i += octal[0].length - 1;
    } else if (hex) {
      const code = Number.parseInt(hex[0].slice(1), 16);
      out += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
      i += hex[0].length - 1;
    } else out += simple[next] ?? `\\${next}`;
  }
  return { text: out, stop: false };
}

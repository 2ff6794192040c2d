import type { Code } from '../../payload/code.ts';
import type { RuleContext } from '../rule.ts';

const decodes =
  /\b(?:b64decode|decodebytes|a2b_base64|atob|Base64\.(?:strict_|urlsafe_)?decode64|base64_decode|decode_base64|decode64|unhexlify)\s?\(|\bfromhex\s?\(|\bBuffer\.from\s?\(|\.unpack1?\s?\(|\bpack\s?\(/;
const runs = /\b(?:exec|eval|compile|system|popen|spawn|execSync|Function|instance_eval|class_eval|assert|subprocess|os\.)\b/;
const maxTexts = 8;

/** Text that a one-liner decodes in order to run it: `exec(b64decode('…'))`, `eval(Buffer.from('…', 'base64').toString())`. */
export function decodedTexts(code: Code, context: RuleContext): readonly string[] {
  if (!decodes.test(code.masked) || !runs.test(code.masked)) return [];
  const texts: string[] = [];
  for (const { value, known } of code.strings) {
    if (!known || value.length < 8 || texts.length >= maxTexts) continue;
    const text = decode(value, context);
    if (text !== undefined && isText(text)) texts.push(text);
  }
  return texts;
}

function decode(value: string, context: RuleContext): string | undefined {
  const plain = value.replace(/\s/g, '');
  if (/^(?:[\dA-Fa-f]{2}){4,}$/.test(plain)) return plain.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  return /^[A-Za-z\d+/_-]{8,}={0,2}$/.test(plain) ? context.facts.decodeBase64?.(plain) : undefined;
}

function isText(text: string): boolean {
  return text.length > 3 && !/[^\t\n\r\x20-\x7e\u00a0-\uffff]/.test(text);
}

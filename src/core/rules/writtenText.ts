import type { Invocation, Word } from '../shell/invocation.ts';
import type { RuleContext } from './rule.ts';

/** Bytes that are read of a file that is copied. */
const maxBytes = 262_144;

/** Files that a command writes by redirection, `tee` or copying, absolute. */
export function writtenTargets({ program, argv, redirects }: Invocation): readonly Word[] {
  const words: Word[] = [];
  for (const { mode, descriptor, target } of redirects)
    if ((mode === 'truncate' || mode === 'append') && (descriptor === 1 || descriptor === 'both')) words.push(target);
  if (program === 'tee' || program === 'sponge') words.push(...argv.slice(1).filter((word) => !word.text.startsWith('-')));
  if (isCopy(program) && argv.length > 2) words.push(argv.at(-1)!);
  return words;
}

/** What the few commands print or copy that text is written with, as far as it is known. */
export function writtenText(invocation: Invocation, context: RuleContext): string | undefined {
  return isCopy(invocation.program) ? copiedText(invocation, context) : printedText(invocation);
}

function isCopy(program: string): boolean {
  return program === 'cp' || program === 'mv' || program === 'install';
}

function printedText({ program, argv, input }: Invocation): string | undefined {
  switch (program) {
    case 'echo': {
      const words = argv.slice(1).map((word) => word.text);
      const flags = words[0] !== undefined && /^-[neE]+$/.test(words[0]) ? words.shift()! : '';
      const text = words.join(' ');
      return flags.includes('e') ? lines(text) : text;
    }
    case 'printf': {
      const [format = '', ...values] = argv.slice(1).map((word) => word.text);
      let next = 0;
      const text = lines(format).replace(/%[sb%]/g, (match) => (match === '%%' ? '%' : (values[next++] ?? '')));
      return [text, ...values.slice(next)].join('\n');
    }
    case 'cat':
    case 'tee':
    case 'sponge':
    case 'base64':
      return input.type === 'text' ? input.text : undefined;
    default:
      return undefined;
  }
}

function lines(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}

function copiedText(invocation: Invocation, context: RuleContext): string | undefined {
  const operands = invocation.argv.slice(1).filter((word) => !word.text.startsWith('-'));
  const source = operands.at(-2);
  const path = source && context.path(source, invocation);
  const answer = path === undefined ? undefined : context.ask({ type: 'text', path, limit: maxBytes });
  return answer?.type === 'text' ? answer.text : undefined;
}

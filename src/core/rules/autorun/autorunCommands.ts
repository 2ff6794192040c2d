import type { Invocation, Word } from '../../shell/invocation.ts';
import type { Draft, RuleContext } from '../rule.ts';
import { judgeWritten, matters } from './judgeWritten.ts';
import { plantDraft, plantedIn } from './plantVariables.ts';

/** Bytes that are read of a file that is copied. */
const maxBytes = 262_144;

/** Commands that write into places that run by themselves later, as far as the text is known. */
export function judgeAutorun(invocation: Invocation, context: RuleContext): readonly Draft[] {
  const { program, place } = invocation;
  if (place.type !== 'here') return [];
  if (program === 'launchctl' || program === 'setx') return systemWide(invocation);
  const targets = targetsOf(invocation, context);
  if (targets.length === 0) return [];
  const text = program === 'cp' || program === 'mv' || program === 'install' ? copiedText(invocation, context) : printedText(invocation);
  return text === undefined ? [] : targets.flatMap((path) => judgeWritten({ path, before: '', after: text }, context));
}

/** The places among the files that it writes. */
function targetsOf(invocation: Invocation, context: RuleContext): readonly string[] {
  const { program, argv, redirects } = invocation;
  const words: Word[] = [];
  for (const { mode, descriptor, target } of redirects)
    if ((mode === 'truncate' || mode === 'append') && (descriptor === 1 || descriptor === 'both')) words.push(target);
  if (program === 'tee' || program === 'sponge') words.push(...argv.slice(1).filter((word) => !word.text.startsWith('-')));
  if ((program === 'cp' || program === 'mv' || program === 'install') && argv.length > 2) words.push(argv.at(-1)!);
  return words.flatMap((word) => {
    const path = context.path(word, invocation);
    return path !== undefined && matters(path, context.facts.home) ? [path] : [];
  });
}

/** What the few commands print that text is written with. */
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

/** `launchctl setenv NAME VALUE`, `setx NAME VALUE`: for every program that is started after. */
function systemWide({ program, argv }: Invocation): readonly Draft[] {
  const words = argv.slice(1).map((word) => word.text);
  if (program === 'launchctl' && words.shift() !== 'setenv') return [];
  const [name = '', value = ''] = words;
  return plantedIn(`${name}=${value}`).map((found) => plantDraft(found, program));
}

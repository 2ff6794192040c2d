import type { Redirection } from 'unbash';
import { lost, type Output, type Run } from './call.ts';
import { literal, type Input, type Redirect, type Word } from './invocation.ts';
import type { Scope } from './state.ts';
import { expandDocument, expandTarget, expandValue } from './words.ts';

const noRedirects: readonly Redirect[] = [];

/** What a command's redirections come to. */
export interface Redirections {
  readonly redirects: readonly Redirect[];
  /** What stands on standard input now. */
  readonly input: Input | undefined;
  /** Where standard output goes, when that is a file. */
  readonly output: Redirect | undefined;
}

/** No redirections. */
export const unredirected: Redirections = { redirects: noRedirects, input: undefined, output: undefined };

/** Expands redirections, in order. */
export function readRedirections(nodes: readonly Redirection[], source: string, scope: Scope, run: Run): Redirections {
  if (nodes.length === 0) return unredirected;
  const redirects: Redirect[] = [];
  let input: Input | undefined;
  let output: Redirect | undefined;
  for (const node of nodes) {
    const descriptor = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined;
    if (node.type === 'HereDoc') {
      let text: Word;
      const { parts } = node.body;
      if (parts && !node.delimiter?.quoted) text = expandDocument(parts, source, scope, run);
      else text = literal(node.body.text);
      if (descriptor === undefined || descriptor === 0) {
        const body = run.hidden.encode(text);
        input = { type: 'text', text: node.operator === '<<-' ? body.replace(/^\t+/gm, '') : body, known: text.known };
      }
      continue;
    }
    if (node.type === 'HereString') {
      const word = node.target && expandValue(node.target, source, scope, run);
      if (word && (descriptor === undefined || descriptor === 0))
        input = { type: 'text', text: `${run.hidden.encode(word)}\n`, known: word.known };
      continue;
    }
    if (!node.target) continue;
    const target = expandTarget(node.target, source, scope, run);
    const { operator } = node;
    if (operator === '<&' || operator === '>&') {
      // `2>&1`, `>&-`, `<&3-`: descriptors; `>& file` is bash's older `&>`.
      if (operator === '<&' || descriptor !== undefined || /^(?:\d+-?|-)$/.test(target.text)) continue;
      output = { mode: 'truncate', descriptor: 'both', target };
      redirects.push(output);
      continue;
    }
    const named = node.descriptor?.type === 'FileDescriptorVariable' ? 10 : descriptor;
    const reads = operator === '<' || operator === '<>';
    const redirect: Redirect = {
      mode: operator === '<' ? 'read' : operator === '<>' ? 'readwrite' : operator === '>>' || operator === '&>>' ? 'append' : 'truncate',
      descriptor: operator === '&>' || operator === '&>>' ? 'both' : (named ?? (reads ? 0 : 1)),
      target,
    };
    redirects.push(redirect);
    if (redirect.descriptor === 0) input = fileInput(target, run);
    else if (redirect.descriptor === 1 || redirect.descriptor === 'both') output = redirect;
  }
  return { redirects, input, output };
}

function fileInput(target: Word, run: Run): Input {
  const substituted = run.substituted.get(target.text);
  if (!substituted) return { type: 'file', path: target };
  const { output, from } = substituted;
  return output === lost ? { type: 'pipe', from } : { type: 'text', text: output.text, known: output.known };
}

/** Files written in the text are read by later commands of it (`cat > x.sh <<E … bash x.sh`). */
export function noteFile(redirect: Redirect, output: Output, scope: Scope, run: Run): void {
  if (redirect.target.known && scope.place.type === 'here') {
    const path = run.resolve(redirect.target, scope);
    if (path !== undefined && path !== '/dev/null') run.wrote(path, output, redirect.mode === 'append');
  }
}

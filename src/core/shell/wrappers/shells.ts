import type { Call, Handler, Output, Run } from '../call.ts';
import { childShell, runScriptFile, runShellCode, runShellInput, shells } from '../scripts.ts';

/** `sh [options] [-c text [name [argument…]]]`, `sh [options] file [argument…]`, `sh [-s [argument…]] < text`. */
function shell(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  let at = 1;
  let text = false;
  let input = false;
  for (; at < argv.length; at++) {
    const { text: option } = argv[at]!;
    if (option === '--' || option === '-') {
      at++;
      break;
    }
    if (option.startsWith('--')) {
      if (option === '--command' && name === 'fish') text = true;
      else if (/^--(?:rcfile|init-file|init-command|features|debug|debug-output|profile)$/.test(option)) at++;
      continue;
    }
    if (!/^[-+][A-Za-z]/.test(option)) break;
    if (option.includes('c')) text = true;
    if (option.includes('s')) input = true;
    if (/^[-+][A-Za-z]*[oO]$/.test(option)) at++;
    if (name === 'fish' && /^-[CdDf]$/.test(option)) at++;
  }
  const operand = argv[at];
  if (text) {
    if (!operand) return undefined;
    run.redirections(call);
    const scope = childShell(call, name, argv[at + 1], argv.slice(at + 2));
    return runShellCode(operand, scope, call, run, name);
  }
  if (operand && !input && operand.text !== '/dev/stdin') return runScriptFile(operand, argv.slice(at + 1), call, run, name, false);
  const scope = childShell(call, name, undefined, argv.slice(at));
  scope.input = { type: 'none' };
  const output = runShellInput(call.input, scope, call, run);
  if (!output) return undefined;
  run.redirections(call);
  return output;
}

export const shellWrappers: readonly (readonly [string, Handler])[] = [...shells].map((name) => [name, shell] as const);

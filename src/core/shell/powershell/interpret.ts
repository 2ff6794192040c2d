import { lost, type Output, type Run } from '../call.ts';
import type { Scope } from '../state.ts';
import { runText } from './commands.ts';
import { PowerShellState } from './state.ts';

/** Runs a PowerShell text in a scope of its own shell. */
export function runPowerShell(text: string, scope: Scope, run: Run): Output {
  scope.shell = 'powershell';
  runText(text, new PowerShellState(run, scope));
  return lost;
}

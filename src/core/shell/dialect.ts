import type { ShellKind } from '../types.ts';
import { isCmdlet } from './cmdlets.ts';

/** Heads of commands: names of cmdlets at the start of a text, line, pipe, block or assignment. */
const heads = /(?:^|[;|&({\n=])[^\S\n]*([A-Za-z]+-[A-Za-z]\w*)(?![\w./-])/g;
/** `$x = …`, `$env:X += …`, `[IO.File]::Delete(…)`: how no POSIX text begins. */
const powershellStart = /^\s*(?:\$[A-Za-z_][\w:.]*\s*[-+*/]?=(?!=)|\[[A-Za-z][\w.]*\]::)/;
/** `rd /s x`, `rmdir /q /s x`, `del /f x`: commands of cmd.exe with their switches. */
const cmdCommand = /(?:^|[&|(\n])[^\S\n]*@?(?:rd|rmdir|del|erase)(?:\.exe)?[^\S\n]+(?:[^\n&|]*[^\S\n])?\/[a-zA-Z](?::|\b)/i;

/**
 * `cat > notes.md <<'END'`, with nothing before it in which PowerShell could hide the mark (texts, comments, `--%`, `${…}`): PowerShell
 * refuses the whole text then, so that nothing of it runs. cmd.exe goes on after such a line.
 */
const hereDocument = /^[^#'"`%{]*<<-?[ \t]*['"\\]?[A-Za-z_]\w*['"]?[ \t]*(?:\r?\n|$)/;

/**
 * The shell of Windows for which a text is plainly written, when it came without a word on its shell: a command of `check`, or one
 * that an agent types into a terminal that is not ours to know.
 */
export function windowsDialect(text: string): Exclude<ShellKind, 'posix'> | undefined {
  if (powershellStart.test(text)) return 'powershell';
  if (!hereDocument.test(text)) for (const match of text.matchAll(heads)) if (isCmdlet(match[1]!)) return 'powershell';
  return cmdCommand.test(text) ? 'cmd' : undefined;
}

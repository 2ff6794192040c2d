import { lost, type Call, type Handler, type Output, type Run } from '../call.ts';
import type { ShellKind } from '../../types.ts';
import type { Word } from '../invocation.ts';
import { childShell, readFile } from '../scripts.ts';
import { joinWords } from '../word.ts';
import { runRest } from './options.ts';

/** Runs a word as text for a shell of Windows. */
function runText(call: Call, run: Run, name: string, shell: ShellKind, code: Word): Output {
  run.redirections(call);
  const scope = childShell(call, name, undefined, []);
  scope.shell = shell;
  if (code.pieces.every((piece) => piece.type === 'unknown')) {
    run.opaque(`${name} runs text that cannot be known`, call.text);
    return lost;
  }
  return run.shellText(code.text, scope, call.capture);
}

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe: parameters may be shortened. */
function powershell(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  for (let i = 1; i < argv.length; i++) {
    const option = /^[-/\u2013]{1,2}(\w+)$/.exec(argv[i]!.text)?.[1]?.toLowerCase();
    if (option === undefined) {
      // Without an option `powershell` takes text, `pwsh` a file.
      return name === 'pwsh'
        ? scriptFile(call, run, name, argv[i]!)
        : runText(call, run, name, 'powershell', joinWords(argv.slice(i), ' '));
    }
    if (option === 'c' || 'command'.startsWith(option) || option === 'cwa' || option === 'commandwithargs') {
      const rest = argv.slice(i + 1);
      if (rest.length === 0) return undefined;
      if (rest[0]!.text === '-') return standardInput(call, run, name);
      return runText(
        call,
        run,
        name,
        'powershell',
        joinWords(option.startsWith('commandw') || option === 'cwa' ? rest.slice(0, 1) : rest, ' '),
      );
    }
    if (option === 'e' || option === 'ec' || 'encodedcommand'.startsWith(option)) return encoded(call, run, name, argv[i + 1]);
    if (option === 'f' || 'file'.startsWith(option)) return argv[i + 1] ? scriptFile(call, run, name, argv[i + 1]!) : undefined;
    if (
      /^(?:ex|exec|executionpolicy|ep|v|version|wd|workingdirectory|wo|w|windowstyle|inp|inputformat|of|o|outputformat|config\w*|psconsolefile|settingsfile|custompipename)$/.test(
        option,
      )
    )
      i++;
  }
  return standardInput(call, run, name);
}

function standardInput(call: Call, run: Run, name: string): Output | undefined {
  if (call.input.type !== 'text') return undefined;
  return runText(call, run, name, 'powershell', run.hidden.word(call.input.text));
}

/** UTF-16 in base64: in the bytes of plain text every second one is zero. */
function encoded(call: Call, run: Run, name: string, code: Word | undefined): Output {
  const text = code?.known ? run.ports.decodeBase64(code.text)?.replaceAll('\0', '') : undefined;
  if (text === undefined) {
    run.opaque(`${name} runs encoded text that cannot be read`, call.text);
    return lost;
  }
  return runText(call, run, name, 'powershell', run.hidden.word(text));
}

function scriptFile(call: Call, run: Run, name: string, file: Word): Output | undefined {
  const path = run.resolve(file, call.scope);
  const content = path === undefined ? undefined : readFile(path, call, run);
  if (content?.type !== 'text') return undefined;
  run.redirections(call);
  const scope = childShell(call, name, undefined, []);
  scope.shell = 'powershell';
  scope.script = true;
  return run.shellText(content.text, scope, call.capture);
}

/** `cmd /c text`; in Git Bash also `cmd //c text`. */
function cmd(call: Call, run: Run, name: string): Output | undefined {
  const at = call.argv.findIndex((word) => /^\/{1,2}[ckr]/i.test(word.text));
  if (at < 0) return undefined;
  const rest = call.argv.slice(at + 1);
  const glued = call.argv[at]!.text.replace(/^\/+[ckr]/i, '');
  const code = joinWords(rest, ' ');
  const text =
    glued === ''
      ? code
      : { ...code, text: `${glued} ${code.text}`, pieces: [{ type: 'text' as const, value: `${glued} `, quoted: true }, ...code.pieces] };
  // `cmd /c "rd /s "x y""`: the outer quotes are not part of the text.
  const inner = /^"(.*)"$/s.exec(text.text)?.[1];
  return rest.length > 0 || glued !== ''
    ? runText(call, run, name, 'cmd', inner !== undefined && inner.includes('"') ? { ...text, text: inner } : text)
    : undefined;
}

/** `wsl rm x`, `wsl -d Ubuntu -- rm x`, `wsl -e rm x`: Linux on the same machine. */
function wsl(call: Call, run: Run, name: string): Output | undefined {
  const { argv } = call;
  let at = 1;
  for (; at < argv.length && argv[at]!.text.startsWith('-'); at++) {
    const { text } = argv[at]!;
    if (text === '--' || text === '-e' || text === '--exec') {
      at++;
      break;
    }
    if (/^(?:-d|--distribution|-u|--user|--cd|--shell-type)$/.test(text)) at++;
    else if (/^--(?:unregister|shutdown|terminate|list|export|import|install|status|update|mount|unmount)|^-[lt]$/.test(text))
      return undefined;
  }
  return runRest(call, run, at, name);
}

/** The shells of Windows. */
export const windowsWrappers: readonly (readonly [string, Handler])[] = [
  ['powershell', powershell],
  ['pwsh', powershell],
  ['cmd', cmd],
  ['wsl', wsl],
];

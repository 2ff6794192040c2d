/** Shell text that stands for what programs in AppleScript, Lisp and Tcl would do to files and processes. */

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** https://developer.apple.com/library/archive/documentation/AppleScript/Conceptual/AppleScriptLangGuide/reference/ASLR_cmds.html */
export function appleScript(text: string): readonly string[] {
  const commands = [...text.matchAll(/\bdo shell script\s{1,4}"((?:[^"\\]|\\.){1,2000})"/gi)].map((match) =>
    match[1]!.replace(/\\(.)/g, '$1'),
  );
  if (/\b(?:empty\s(?:the\s)?trash)\b/i.test(text)) commands.push('trash-empty');
  if (/\b(?:shut\s?down|restart|log\s?out)\b/i.test(text) && /System Events|loginwindow|Finder/i.test(text))
    commands.push('shutdown -h now');
  if (/\bdelete\s(?:every|all|folder|file|item|items|disk|document|the)\b/i.test(text) && /Finder|System Events/i.test(text))
    commands.push('rm -rf "$COMPUTED"');
  if (/\berase\s(?:disk|volume)\b/i.test(text)) commands.push('diskutil eraseDisk APFS x disk2');
  return commands;
}

/** Emacs Lisp and Guile. https://www.gnu.org/software/emacs/manual/html_node/elisp/Changing-Files.html */
export function lispCalls(text: string): readonly string[] {
  const commands: string[] = [];
  for (const [, name, argument] of text.matchAll(
    /\((delete-directory|delete-file|delete-file-recursively|shell-command(?:-to-string)?|system|async-shell-command|call-process-shell-command)\s{1,4}"((?:[^"\\]|\\.){1,2000})"/g,
  ))
    commands.push(name!.startsWith('delete') ? `rm -rf ${quoted(argument!)}` : argument!.replace(/\\(.)/g, '$1'));
  for (const [, words] of text.matchAll(/\((?:call-process|start-process|system\*)\s((?:"[^"\n]{0,200}"|nil|t|[\s\d])+)\)/g))
    commands.push([...words!.matchAll(/"([^"\n]*)"/g)].map((match) => quoted(match[1]!)).join(' '));
  return commands.filter((command) => command !== '');
}

/** https://www.tcl-lang.org/man/tcl8.6/TclCmd/file.htm, exec.htm */
export function tclCommands(text: string): readonly string[] {
  return [
    ...[...text.matchAll(/\bfile\s{1,4}delete\s{1,4}((?:-force\s{1,4}|--\s{1,4})*[^\n;\]]{1,400})/g)].map(
      (match) => `rm -rf ${match[1]!.replace(/-force|--(?=\s)/g, '')}`,
    ),
    ...[...text.matchAll(/\bexec\s{1,4}([^\n;\]]{1,400})/g)].map((match) => match[1]!),
  ];
}

/** https://docs.julialang.org/en/v1/base/file/#Base.Filesystem.rm, and commands in backquotes that are run. */
export function juliaCalls(text: string): readonly string[] {
  return [
    ...[...text.matchAll(/\brm\(\s{0,4}"([^"\n]{1,400})"/g)].map((match) => `rm -rf ${quoted(match[1]!)}`),
    ...[...text.matchAll(/\b(?:run|read|success|pipeline)\(\s{0,4}`([^`\n]{1,1000})`/g)].map((match) => match[1]!),
  ];
}

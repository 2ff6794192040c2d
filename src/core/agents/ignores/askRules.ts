import { usualEndings, usualNames, usualPlaces } from './usualFiles.ts';

/** What VS Code runs without a question by its own list, and would print a file with. */
const printers = ['cat', 'head', 'tail', 'nl', 'od', 'cut', 'tr', 'grep', 'rg', 'sed', 'sort', 'column', 'find', 'findstr', 'git'];

/**
 * Rules of `chat.tools.terminal.autoApprove` that come with the extension (package.json, `configurationDefaults`): a command that prints and
 * names a usual credential file is asked about in Copilot's Local harness, which by default runs `cat` and the like at once. `false` asks,
 * it never blocks.
 */
export function askRules(): Readonly<Record<string, false>> {
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  const files = [
    ...usualNames.filter((name) => !name.startsWith('.env') || name === '.envrc').map(literal),
    // Templates (`.env.example`) are read like any other file, and `process.env` is code.
    String.raw`(?!process\.)[\w-]*\.env(?:\.(?!example|sample|template|dist|defaults|schema)[\w.-]+)?`,
    ...usualEndings.map((ending) => String.raw`[\w.-]+` + literal(ending.slice(1))),
    ...usualPlaces.map(literal),
  ];
  return { [`/^(?:${printers.join('|')})\\b.*(?:^|[\\s\\/'"=<:])(?:${files.join('|')})(?:['"\\s;|)]|$)/`]: false };
}

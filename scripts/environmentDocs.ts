import { blastRadii } from '../src/core/backups/blastRadius.ts';
import type { Recogniser } from '../src/core/environments/recogniser.ts';
import { recognisers } from '../src/core/environments/recognisers.ts';

function nameOf(file: string | RegExp): string {
  if (typeof file === 'string') return `\`${file}\``;
  // Patterns read as globs would be: what matters is which names are meant.
  const glob = file.source
    .replaceAll(/^\^|\$$/g, '')
    .replaceAll(/\(\?:\[[^\]]*\]\[[^\]]*\]\{[^}]*\}\)\?/g, '*')
    .replaceAll(/\(\?:\\?[^()]*\[\\w[^\]]*\]\{[^}]*\}\)\?/g, '*')
    .replaceAll(/\[[^\]]*\\w[^\]]*\](?:\{[^}]*\}|[*+])?/g, '*')
    .replaceAll('\\', '')
    .replaceAll(/\(\?:/g, '(')
    .replaceAll('|', '\\|');
  return `\`${glob.startsWith('.') && !file.source.startsWith('^') ? `*${glob}` : glob}\``;
}

function variableName({ name }: NonNullable<Recogniser['variables']>[number]): string {
  return typeof name === 'string' ? `\`${name}\`` : `\`${name.source.replaceAll(/[\^$]|\?:/g, '').replaceAll('|', '\\|')}\``;
}

function list(items: readonly string[]): string {
  return [...new Set(items)].join(', ');
}

/** docs/environments.md: what tells an environment, and what becomes of backups. */
export function environmentDocs(): string {
  const tools = new Map<string, Recogniser[]>();
  for (const recogniser of recognisers) tools.set(recogniser.tool, [...(tools.get(recogniser.tool) ?? []), recogniser]);
  const rows = [...tools]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tool, all]) => {
      const files = list(all.flatMap((one) => one.files.map(nameOf)));
      const user = list(all.flatMap((one) => (one.userFiles ?? []).map((file) => `\`${file}\``)));
      const variables = list(
        all.flatMap((one) => [...(one.variables ?? []).map(variableName), ...(one.pathVariables ?? []).map((name) => `\`${name}\``)]),
      );
      return `| ${tool} | ${files} | ${user} | ${variables} |`;
    });
  const backups = blastRadii.map(
    ({ provider, about, backups: text, undo, independent, source }) =>
      `| ${provider} | ${about.source === '.' ? 'all' : about.source.replaceAll(/\\b/g, '').replaceAll('|', ', ')} | ${text} | ${undo ?? 'none documented'} | ${independent} | [${source.includes('unverified') ? 'documentation, not read' : 'documentation'}](${source.split(' ')[0]}) |`,
  );
  return `# What tells an environment

Generated from \`src/core/environments\` and \`src/core/backups\` by \`npm run docs\`; do not edit. Where each format is described stands at
the top of the tool's file in \`src/core/environments/recognisers\`.

A link ties a folder to a resource in an environment. It comes from files of the workspace, from files below the home of the machine
where the agent runs, and from variables. Rules that hold for all tools:

- A flag beats a variable, a variable beats the nearest file, a file beats user state.
- Names are split into whole words. Negations win (\`nonprod\`, \`pre-prod\`); \`product\`, \`reproduce\`, \`liveblocks\` say nothing.
- \`main\` and \`master\` are production for branches of databases only.
- An address is remote unless it is this machine or a service of the workspace's own compose file. Remote without a word is *unknown*.
- \`NODE_ENV=production\` and its like count only beside a remote host.
- A file that is there but cannot be read is *linked, environment unknown*.
- What a file configures without choosing it (\`[env.production]\` of Wrangler, \`Pulumi.prod.yaml\`) is shown, and meant by a command only
  when that names it.
- Code is scanned for literals and never run. No value of a key, token or password is kept.
- An id that stands in files of several environments is judged as the strictest, and the hold says where it stands.

The status bar shows the worst of the window's folders: red for production, amber for what is remote and says no environment, plain
otherwise, and never *safe*. High-contrast themes have no such colours: the words say it. Its hover lists every link and opens the file
at the line; the Resources view has them as a tree, where a resource can be marked.

![The hover of the status bar](../media/environments-light.png)
![The Resources view](../media/resources-light.png)

\`{NAME:folder}\` is a folder that the variable overrides; \`{config}\` is \`$XDG_CONFIG_HOME\` or \`~/.config\`, on macOS
\`~/Library/Application Support\`, on Windows \`%APPDATA%\`.

| tool | in the workspace | below the home | variables |
| --- | --- | --- | --- |
${rows.join('\n')}

## Backups

What a hold says of a provider's own backups when a resource is deleted. Independent backups of yours can be named in
\`tenthSecond.backups\`; the hold then says how old they are.

\`\`\`json
"tenthSecond.backups": {
  "bookings-data": { "file": "~/backups/bookings", "maxAge": "24h" },
  "acme-*": { "command": "restic snapshots --latest 1 --json", "maxAge": "7d" }
}
\`\`\`

| provider | of | backups | undo | a copy out of its reach | source |
| --- | --- | --- | --- | --- | --- |
${backups.join('\n')}
`;
}

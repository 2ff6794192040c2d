import { readFileSync } from 'node:fs';

interface Setting {
  readonly type?: string | readonly string[];
  readonly scope?: string;
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly description?: string;
}

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
  };
}

const manifest = (): Manifest => JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const texts = (): Readonly<Record<string, string>> => JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

/** The first line of a text of the manifest, for a cell. */
function cell(value: string): string {
  return value
    .replace(/^%(.+)%$/, (_match, key: string) => texts()[key] ?? '')
    .split('\n')[0]!
    .replaceAll('|', '\\|');
}

/** The settings table of the README, from the manifest. */
function settingsTable(): string {
  const rows = manifest().contributes.configuration.flatMap((group) => Object.entries(group.properties));
  return [
    '| setting | default | scope | meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ([name, setting]) =>
        `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${setting.scope ?? 'window'} | ${cell(setting.markdownDescription ?? setting.description ?? '')} |`,
    ),
  ].join('\n');
}

/** What each command of the palette does, for the README: one line each. */
function commandsTable(): string {
  const { commands, menus } = manifest().contributes;
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  return [
    '| command | does |',
    '| --- | --- |',
    ...commands
      .filter(({ command }) => !hidden.has(command))
      .map(({ command, title }) => {
        const does = commandUses[command];
        if (does === undefined) throw new Error(`${command} has no line in scripts/manifestDocs.ts`);
        return `| ${cell(title)} | ${does} |`;
      }),
  ].join('\n');
}

/** README.md with both tables as the manifest says. */
export function withManifestTables(readme: string): string {
  const put = (text: string, name: string, table: string): string =>
    text.replace(
      new RegExp(`(<!-- ${name}:begin -->\\n)[\\s\\S]*?(<!-- ${name}:end -->)`),
      (_match, begin: string, end: string) => `${begin}${table}\n${end}`,
    );
  return put(put(readme, 'settings', settingsTable()), 'commands', commandsTable());
}

const commandUses: Readonly<Record<string, string>> = {
  'tenthSecond.connectAgents':
    'finds the agents on this machine, shows the change to their settings, writes it; chosen again, takes it out',
  'tenthSecond.writeIgnoreRules':
    "writes credential files into the agents' own ignore lists, after showing the change; chosen again, takes them out",
  'tenthSecond.disconnectEverything': 'takes out every hook, plugin and wrapped MCP server, and switches the guard of terminals off',
  'tenthSecond.getStarted': 'the walkthrough',
  'tenthSecond.wrapMcpServers': 'puts the servers of MCP clients behind the guard, and takes them out again',
  'tenthSecond.rehearse': 'replays the nine seconds in a terminal, against a stand-in',
  'tenthSecond.showActivity': 'what each session did, held actions on top',
  'tenthSecond.pauseGuard': 'lets everything through for a while; seen in the status bar, recorded',
  'tenthSecond.resumeGuard': 'ends the pause',
  'tenthSecond.showLog': "the guard's log, without secrets",
  'tenthSecond.resetWindowKey': 'a new key with which this editor may confirm, when the old one is lost',
  'tenthSecond.undo': 'brings back what was destroyed on this machine, after a preview',
  'tenthSecond.showTimeline': 'the whole journal of the folder, with filters and search',
  'tenthSecond.incidentReport': 'a Markdown document of a time range, to share',
  'tenthSecond.setUpSecondFactor': 'one-time codes for what is confirmed in production',
  'tenthSecond.verifyJournal': 'finds any record that was changed, removed, added or moved',
  'tenthSecond.hideFromAgents': 'treats a file as one that holds credentials',
  'tenthSecond.giveToSession': 'lets one session read a credential file, with a reason that is recorded',
  'tenthSecond.showCredentials': 'credential files by environment, with the names in each',
  'tenthSecond.scanCredentials': 'looks for secrets in all files of the workspace',
  'tenthSecond.showResources': "what the window's folders are linked to, with the evidence",
  'tenthSecond.freeze': 'agents may only read here until you lift it',
  'tenthSecond.liftFreeze': 'ends the freeze',
  'tenthSecond.pinAgents': 'what leaves the chosen environment is held one level stricter',
  'tenthSecond.checkHook': "a harmless command that proves that an agent's hook fires",
  'tenthSecond.showCoverage': 'which agents are guarded, and what of them is not',
};

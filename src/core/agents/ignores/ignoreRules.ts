import type { Json } from '../../types.ts';
import type { FilePlace } from '../connection.ts';
import { codexCredentialRules } from './codexCredentialRules.ts';
import { placesNoCommandNeeds, usualEndings, usualNames, usualPlaces } from './usualFiles.ts';

/** Elements that we add to a list, or properties that we add to an object, of a JSON settings file. */
export type Addition =
  | { readonly type: 'list'; readonly path: readonly string[]; readonly values: readonly Json[] }
  | { readonly type: 'object'; readonly path: readonly string[]; readonly entries: readonly (readonly [key: string, value: Json])[] };

/** A file in the syntax of .gitignore at the top of a workspace: gets a marked block. */
export interface LinesFile {
  readonly type: 'lines';
  readonly name: string;
}

/** A JSON settings file below the home. `places` beside the one of Linux, by platform. */
export interface RulesFile {
  readonly type: 'json';
  readonly place: FilePlace;
  readonly places?: Readonly<Partial<Record<'darwin' | 'win32', FilePlace>>>;
  /** `home`: absolute, for agents that take no `~`. */
  readonly additions: (home: string, platform: string) => readonly Addition[];
}

/** A file below the home that is all ours. */
export interface OwnRules {
  readonly type: 'own';
  readonly place: FilePlace;
  readonly text: string;
}

export type IgnoreFile = LinesFile | RulesFile | OwnRules;

/** An agent's own way to keep files from it: a second layer, for what reaches the model without a hook. */
export interface IgnoreRules {
  /** The agent's id, or that of a program which we cannot connect. */
  readonly id: string;
  readonly name: string;
  readonly file: IgnoreFile;
  /** What it covers, and what it does not. One or two sentences for the person. */
  readonly covers: string;
  /** Where its documentation says so. */
  readonly source: string;
}

const lines = (name: string): LinesFile => ({ type: 'lines', name });

/** Every agent's own mechanism. A new one is one row. */
export const ignoreRules: readonly IgnoreRules[] = [
  {
    id: 'claude-code',
    name: 'Claude Code',
    file: {
      type: 'json',
      place: { folder: '.claude', variable: 'CLAUDE_CONFIG_DIR', name: 'settings.json' },
      additions: () => [
        {
          type: 'list',
          path: ['permissions', 'deny'],
          values: [
            ...[...usualNames, ...usualEndings].map((name) => `Read(//**/${name})`),
            ...usualPlaces.map((place) => `Read(~/${place})`),
          ],
        },
        {
          type: 'list',
          path: ['sandbox', 'credentials', 'files'],
          values: placesNoCommandNeeds.map((place) => ({ path: `~/${place}`, mode: 'deny' })),
        },
      ],
    },
    covers:
      'Its file tools, files named with @, the open editor, and cat, head, tail and sed in the shell. Other programs are not covered; its sandbox keeps histories and logins from them once it is switched on. It refuses before it asks the guard, so there is no masked view for its read tool.',
    source: 'https://code.claude.com/docs/en/permissions',
  },
  {
    id: 'cursor',
    name: 'Cursor',
    file: lines('.cursorignore'),
    covers: 'Agent, Tab, inline edits, @ and the index. Commands and MCP servers are not covered.',
    source: 'https://cursor.com/docs/reference/ignore-file',
  },
  {
    id: 'gemini-cli',
    name: 'Gemini CLI',
    file: lines('.geminiignore'),
    covers: 'Its file tools and @, after a restart. Commands are not covered.',
    source: 'https://geminicli.com/docs/cli/gemini-ignore/',
  },
  {
    id: 'gemini-code-assist',
    name: 'Gemini Code Assist',
    file: lines('.aiexclude'),
    covers: 'Completion, chat and code customisation.',
    source: 'https://developers.google.com/gemini-code-assist/docs/create-aiexclude-file',
  },
  {
    id: 'qwen-code',
    name: 'Qwen Code',
    file: lines('.qwenignore'),
    covers: 'Its file tools and @. Commands are not covered.',
    source: 'unverified',
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    file: lines('.codeiumignore'),
    covers: 'Index, views, edits and searches of Cascade. Commands are not known to be covered.',
    source: 'unverified',
  },
  {
    id: 'cline',
    name: 'Cline',
    file: lines('.clineignore'),
    covers: 'Its file tools. Commands and @ are not covered, and its makers mean to give it up.',
    source: 'https://github.com/cline/cline/blob/main/docs/customization/clineignore.mdx',
  },
  {
    id: 'roo-code',
    name: 'Roo Code',
    file: lines('.rooignore'),
    covers: 'Its file tools, @ and the first word of a command. Pipes and interpreters are not covered.',
    source: 'https://github.com/RooCodeInc/Roo-Code-Docs/blob/main/docs/features/rooignore.md',
  },
  {
    id: 'continue',
    name: 'Continue',
    file: lines('.continueignore'),
    covers: 'Index, completion and context providers. Commands are not covered.',
    source: 'unverified',
  },
  {
    id: 'opencode',
    name: 'OpenCode',
    file: {
      type: 'json',
      place: { folder: '.config/opencode', name: 'opencode.json' },
      additions: () => [
        {
          type: 'object',
          path: ['permission', 'read'],
          entries: [...usualNames.flatMap((name) => [name, `*/${name}`]), ...usualEndings, ...usualPlaces.map((place) => `*/${place}`)].map(
            (pattern) => [pattern, 'deny'] as const,
          ),
        },
      ],
    },
    covers: 'Its read tool. Searches and commands are not covered.',
    source: 'https://opencode.ai/docs/permissions',
  },
  {
    id: 'codex',
    name: 'Codex',
    file: {
      type: 'own',
      place: { folder: '.codex', variable: 'CODEX_HOME', name: 'rules/tenth-second-credentials.rules' },
      text: codexCredentialRules(usualNames),
    },
    covers:
      'Commands that print one of the usual files by its bare name (cat .env). It has no read tool, and other spellings are not covered.',
    source: 'https://developers.openai.com/codex/rules',
  },
  {
    id: 'copilot',
    name: 'Copilot in VS Code',
    file: {
      type: 'json',
      place: { folder: '.config/Code/User', name: 'settings.json' },
      places: {
        darwin: { folder: 'Library/Application Support/Code/User', name: 'settings.json' },
        win32: { folder: 'AppData/Roaming/Code/User', name: 'settings.json' },
      },
      additions: (home, platform) => {
        const places = placesNoCommandNeeds.map((place) => `${home}/${place}`);
        const local = platform === 'darwin' ? 'mac' : platform === 'win32' ? 'windows' : 'linux';
        return [
          { type: 'list', path: [`chat.agent.sandbox.fileSystem.${local}`, 'denyRead'], values: places },
          { type: 'list', path: ['chat.agent.sandbox.fileSystem.userConfiguredPaths', 'deniedPaths'], values: places },
        ];
      },
    },
    covers:
      'Commands in its sandbox, once chat.agent.sandbox.enabled is on. Its read tools are not covered. The ask-rules for cat, head, tail and grep come with this extension.',
    source: 'https://code.visualstudio.com/docs/copilot/security',
  },
];

export function ignoreRulesOf(id: string): IgnoreRules | undefined {
  return ignoreRules.find((rules) => rules.id === id);
}

/**
 * The words of the product as types (docs/architecture.md): what an agent is about to do (`Call`, `Action`), what that would do
 * to a resource (`Operation`), what a classification may ask about the disk (`Question`), and what is known about the workspace
 * (`Knowledge`). Everything here is plain data: it crosses processes as JSON.
 */

export const agentIds = [
  'claude-code',
  'copilot',
  'copilot-cli',
  'cursor',
  'codex',
  'gemini-cli',
  'antigravity',
  'windsurf',
  'cline',
  'opencode',
  'kilo',
  'qwen-code',
  'kiro',
  'augment',
  'amp',
  'continue',
  // Whatever program calls an MCP server behind `tenth-second mcp`; not an agent that can be connected.
  'mcp-client',
  // Whoever runs a command in a guarded terminal in which no agent shows itself.
  'terminal',
] as const;
export type AgentId = (typeof agentIds)[number];

export const effects = ['read', 'change', 'delete', 'overwrite', 'expose', 'publish', 'send', 'escalate', 'disarm', 'opaque'] as const;
export type Effect = (typeof effects)[number];

export const environments = ['production', 'staging', 'development', 'local', 'unknown'] as const;
/** `unknown` is a state of its own; nothing is ever called safe. */
export type Environment = (typeof environments)[number];

/** From mildest to strictest; compare with `stricter` in policy/verdict.ts. */
export const verdicts = ['allow', 'confirm', 'type', 'deny'] as const;
export type Verdict = (typeof verdicts)[number];

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type ShellKind = 'posix' | 'powershell' | 'cmd';

/** One thing an agent is about to do. Paths are as the agent gave them; `Call.cwd` makes them absolute. */
export type Action =
  | { readonly type: 'command'; readonly command: string; readonly shell: ShellKind }
  | { readonly type: 'read'; readonly paths: readonly string[] }
  /** With `namesOnly` (globs, directory lists, matches by file) no content comes back. */
  | { readonly type: 'search'; readonly pattern: string; readonly paths: readonly string[]; readonly namesOnly?: boolean }
  | { readonly type: 'write'; readonly path: string; readonly content: string }
  | { readonly type: 'edit'; readonly path: string; readonly before: string; readonly after: string }
  | { readonly type: 'delete'; readonly path: string }
  /** `destructiveHint` is the server's own word for the tool, where we saw its list of tools: it can raise, never lower. */
  | { readonly type: 'mcp'; readonly server: string; readonly tool: string; readonly input: Json; readonly destructiveHint?: boolean }
  | { readonly type: 'fetch'; readonly url: string; readonly method: string; readonly body?: string }
  /** A tool that we do not know: its arguments are scanned as text. */
  | { readonly type: 'other'; readonly tool: string; readonly input: Json }
  /** One tool call that does several things (a patch of many files, a list of commands): judged together, held once. */
  | { readonly type: 'several'; readonly actions: readonly Action[] };

/** An action with who asks for it and where. */
export interface Call {
  readonly agent: AgentId;
  readonly session: string;
  /** The agent's own id of this tool call, if it has one. */
  readonly callId?: string;
  /** Set when a sub-agent asks. */
  readonly subagent?: string;
  /** The model that the agent runs on, if its input says so. */
  readonly model?: string;
  /** The agent's own permission mode, in its own word (`plan`, `bypassPermissions`, …). */
  readonly mode?: string;
  /** Which of the agent's events or registrations reports it, where one action fires several: they join one hold. */
  readonly via?: string;
  /** Absolute. */
  readonly cwd: string;
  readonly action: Action;
}

export interface Evidence {
  /** One sentence, no secret value in it: `scripts/domains/.env:3 holds the token RAILWAY_TOKEN`. */
  readonly text: string;
  /** Absolute. */
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
}

/** What an operation touches. */
export interface Resource {
  /** `volume`, `database`, `table`, `branch`, `directory`, `file`, `disk`, `commits`, `guard`, … */
  readonly kind: string;
  /** What a person calls it, and types to confirm: a name if one is known, else the id, path or host. Never empty. */
  readonly name: string;
  /** The vendor's id, if the name is not it. */
  readonly id?: string;
  /** Vendor or tool, as one would write it: `Railway`, `PostgreSQL`, `Git`. */
  readonly provider?: string;
  /** Absolute path, for what lies on this disk. */
  readonly path?: string;
}

/**
 * Whether it can come back: `recoverable` (tracked and clean in git, ignored build output, scratch), `snapshot` (lost but for a
 * snapshot of ours), `window` (the vendor keeps it for a while), `none`.
 */
export type Recovery = 'recoverable' | 'snapshot' | 'window' | 'none';

export type Location = 'local' | 'remote';

/** What an action would do to one resource. */
export interface Operation {
  readonly effect: Effect;
  readonly resource: Resource;
  /** Further paths that have to be put back to undo it: what `mv` takes from its old place. */
  readonly also?: readonly string[];
  readonly environment: Environment;
  readonly location: Location;
  readonly recovery: Recovery;
  /** Public identifier, `<family>.<effect>`: `git.discardChanges`. */
  readonly rule: string;
  /** `Delete the Railway volume bookings-data`: the first line of the modal, without the environment. */
  readonly title: string;
  /** Why we think so: words matched, file and line the environment came from, file the credential came from. */
  readonly evidence: readonly Evidence[];
  /** What else goes with it or cannot be undone, one sentence each. */
  readonly notes: readonly string[];
  /** A safer way to the same end, if the rule knows one. */
  readonly safer?: string;
  /** A credential of the workspace that the action carries. */
  readonly credential?: CredentialUse;
  /** A change that is hard to undo, so held in production. */
  readonly hardToUndo?: boolean;
  /** Never milder than this, whatever the environment. */
  readonly least?: Verdict;
  /** The agent's mode, when it says that it changes nothing in it and this is a change: one level stricter. */
  readonly against?: string;
  /** What may be told of a hidden credential in place of its bytes: keys, kinds, lengths, hosts. No value. */
  readonly masked?: string;
  /** What it shows is plain text in which the secrets can be masked once it is there, for agents whose results may be rewritten. */
  readonly maskable?: boolean;
}

export interface CredentialUse {
  /** As in `CredentialPlace`. */
  readonly kind?: string;
  readonly path: string;
  readonly line: number;
  readonly variable?: string;
  readonly environment: Environment;
  /** True when the file it lies in is outside the session's environment or has nothing to do with the command. */
  readonly outside: boolean;
}

/** What a classification may ask about the disk. Paths are absolute. The caller answers through platform and classifies again. */
export type Question =
  | { readonly type: 'path'; readonly path: string }
  /** What git knows of everything at or below the path. */
  | { readonly type: 'git'; readonly path: string }
  /** The repository the path lies in: branch, uncommitted work, remotes. */
  | { readonly type: 'repository'; readonly path: string }
  /** The text of a file, at most `limit` bytes. */
  | { readonly type: 'text'; readonly path: string; readonly limit: number }
  /** Paths that a shell glob matches now, at most 200. */
  | { readonly type: 'glob'; readonly pattern: string }
  | HistoryQuestion;

/** What git would show in the repository of a path. */
export interface HistoryQuestion {
  readonly type: 'history';
  readonly path: string;
  /** `object`: one object by its identifier. */
  readonly command: 'log' | 'show' | 'diff' | 'object';
  /** Names of commits and ranges, or the object; no options. */
  readonly revisions: readonly string[];
  /** Of the index. */
  readonly staged?: boolean;
  /** Of every reference. */
  readonly all?: boolean;
  /** Commits that are looked at. */
  readonly count?: number;
  /** Relative to the root: their text is asked for. Without, the names of all files are. */
  readonly files?: readonly string[];
}

export interface PathAnswer {
  readonly type: 'path';
  readonly kind: 'missing' | 'file' | 'directory' | 'other';
  /** With every symbolic link resolved (of the nearest existing parent when missing). */
  readonly real: string;
  /** The path itself is a symbolic link. */
  readonly link: boolean;
  /** Bytes, 0 unless a file. */
  readonly size: number;
  /** A directory without entries. */
  readonly empty: boolean;
  readonly mount: boolean;
}

export interface GitAnswer {
  readonly type: 'git';
  /** Work tree root, or undefined outside any repository. */
  readonly root: string | undefined;
  /** The path is, or contains, the repository's own folder or `.git`. */
  readonly containsRepository: boolean;
  /** What lies at or below the path: flags, not counts, so that the answer does not wait for a big tree. */
  readonly tracked: boolean;
  readonly modified: boolean;
  readonly untracked: boolean;
  readonly ignored: boolean;
  /**
   * A few examples, relative to the root, of what would be lost: modified, untracked and ignored, at most 10. What could not be made
   * again comes first, so that ten caches mean that there is nothing else.
   */
  readonly examples: readonly string[];
  /** What git says of each example, in the same order. */
  readonly states?: readonly ('modified' | 'untracked' | 'ignored')[];
}

export interface RepositoryAnswer {
  readonly type: 'repository';
  readonly root: string | undefined;
  readonly branch: string | undefined;
  readonly modified: boolean;
  readonly untracked: boolean;
  readonly stashes: number;
  readonly remotes: readonly { readonly name: string; readonly host: string }[];
  /** Local branches whose commits are all in another branch or in a remote one. */
  readonly merged: readonly string[];
  /** Aliases of the repository and of the user: `name → expansion`. */
  readonly aliases: Readonly<Record<string, string>>;
}

export interface TextAnswer {
  readonly type: 'text';
  readonly text: string;
  /** The file is longer than the limit. */
  readonly truncated: boolean;
}

export interface GlobAnswer {
  readonly type: 'glob';
  readonly paths: readonly string[];
  readonly truncated: boolean;
}

export interface HistoryAnswer {
  readonly type: 'history';
  readonly root: string;
  /** Relative to the root. */
  readonly names: readonly string[];
  /** What git prints of the files that were asked for, or of the object. */
  readonly text: string;
  readonly truncated: boolean;
}

/** Could not be found out (no such file, no permission, budget spent): judge by the worst. */
export interface UnknownAnswer {
  readonly type: 'unknown';
  readonly reason: string;
}

export type Answer = PathAnswer | GitAnswer | RepositoryAnswer | TextAnswer | GlobAnswer | HistoryAnswer | UnknownAnswer;
export type AnswerTo<Q extends Question> = Extract<Answer, { readonly type: Q['type'] }> | UnknownAnswer;

/** A fact that ties a workspace or a folder of it to a resource in an environment. */
export interface Link {
  /** `railway`, `kubernetes`, `dotenv`, … */
  readonly tool: string;
  /** Name of the linked thing: app, project, context, host. */
  readonly resource: string;
  readonly kind: string;
  readonly environment: Environment;
  /** The folder it holds for (with everything below), absolute. */
  readonly scope: string;
  readonly remote: boolean;
  readonly evidence: Evidence;
  /** The variable whose value says so, in a dotenv file. */
  readonly variable?: string;
  /** A person said what it is: their word, not a guess. */
  readonly marked?: true;
}

/** A secret that lies in a file. Its value is never kept: `fingerprints` are keyed hashes of it and of its common encodings. */
export interface CredentialPlace {
  readonly path: string;
  readonly line: number;
  readonly variable?: string;
  /** `railway.token`, `generic.secret`, … */
  readonly kind: string;
  readonly environment: Environment;
  readonly fingerprints: readonly string[];
}

/** Where an identifier (UUID, host, bucket, project name) stands in the workspace's files. */
export interface IdentifierPlace {
  /** The name that stands beside it, if any: the volume's name in a README table. */
  readonly name?: string;
  readonly kind?: string;
  readonly environment: Environment;
  readonly evidence: Evidence;
  /** A person said what it is. */
  readonly marked?: true;
}

/** What is known about the workspace that contains the call's directory. */
export interface Knowledge {
  /** Workspace folders, absolute. */
  readonly roots: readonly string[];
  readonly links: readonly Link[];
  readonly credentials: readonly CredentialPlace[];
  /** Lower-case identifier → places. */
  readonly identifiers: Readonly<Record<string, readonly IdentifierPlace[]>>;
}

export const noKnowledge: Knowledge = { roots: [], links: [], credentials: [], identifiers: {} };

/** Everything `classify` may look at. Pure data and two functions that core does not have by itself. */
export interface Facts {
  readonly home: string;
  readonly temporary: readonly string[];
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Variables of the agent's process that decide a target (`KUBECONFIG`, `AWS_PROFILE`, …); never secret values. */
  readonly variables: Readonly<Record<string, string>>;
  readonly knowledge: Knowledge;
  /** Globs of the settings, relative to a workspace folder or absolute: changing what they match is held, too. */
  readonly protectedPaths?: readonly string[];
  /** Globs of the settings: files that hold credentials beside those known by their names (`isCredentialFile`). */
  readonly credentialFiles?: readonly string[];
  /** Agents may only read now, so that what is not known to read alone is an operation, too. */
  readonly frozen?: boolean;
  /** The environment that a person said agents may touch: the session's. */
  readonly pin?: Environment;
  /** Credential files that a person gave to this session, absolute: they are read like any other file. */
  readonly given?: readonly string[];
  readonly answers: ReadonlyMap<string, Answer>;
  /** The question budget is spent: whatever is unanswered is unknown. */
  readonly exhausted: boolean;
  /** Keyed hash of a secret value, as in `CredentialPlace.fingerprints`. */
  readonly fingerprint: (value: string) => string;
  /** Undefined when it is not base64 of UTF-8 text. */
  readonly decodeBase64: (text: string) => string | undefined;
}

export function questionKey(question: Question): string {
  if (question.type === 'history') return JSON.stringify(question);
  return question.type === 'text'
    ? `text ${question.limit} ${question.path}`
    : question.type === 'glob'
      ? `glob ${question.pattern}`
      : `${question.type} ${question.path}`;
}

export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}

import type { ConnectableId } from './adapter.ts';
import { baseName } from '../paths.ts';

/** A command line of an agent's program, by the names that its users and its packages know it under. Editors' own names are none. */
interface SessionProgram {
  readonly agent: ConnectableId;
  readonly names: readonly string[];
  /** npm packages whose scripts a JavaScript runtime is given. */
  readonly packages: readonly string[];
}

const programs: readonly SessionProgram[] = [
  { agent: 'claude-code', names: ['claude'], packages: ['@anthropic-ai/claude-code'] },
  { agent: 'codex', names: ['codex'], packages: ['@openai/codex'] },
  { agent: 'copilot-cli', names: ['copilot'], packages: ['@github/copilot'] },
  { agent: 'cursor', names: ['cursor-agent'], packages: [] },
  { agent: 'gemini-cli', names: ['gemini'], packages: ['@google/gemini-cli'] },
  { agent: 'antigravity', names: ['agy'], packages: [] },
  { agent: 'cline', names: ['cline'], packages: ['cline', '@cline/cli'] },
  { agent: 'opencode', names: ['opencode'], packages: ['opencode-ai'] },
  { agent: 'kilo', names: ['kilo', 'kilocode'], packages: ['@kilocode/cli'] },
  { agent: 'qwen-code', names: ['qwen'], packages: ['@qwen-code/qwen-code'] },
  { agent: 'kiro', names: ['kiro-cli'], packages: [] },
  { agent: 'augment', names: ['auggie'], packages: ['@augmentcode/auggie'] },
  { agent: 'amp', names: ['amp'], packages: ['@sourcegraph/amp'] },
  { agent: 'continue', names: ['cn'], packages: ['@continuedev/cli'] },
];

const runtimes: ReadonlySet<string> = new Set(['node', 'nodejs', 'bun', 'deno']);

/** Words after the program that show or change something and start no session. */
const errands: ReadonlySet<string> = new Set(
  `mcp config update upgrade install uninstall doctor auth login logout setup-token plugin plugins extension extensions extensions-list
   hooks skills completion completions help version features models stats export import debug sandbox usage whoami hub`.split(/\s+/),
);
const asks: ReadonlySet<string> = new Set(['--version', '-v', '-V', '--help', '-h', '--cline-hub-daemon']);

/** What a process is a session of, from its words alone. */
export interface SessionProcess {
  readonly agent: ConnectableId;
  /** The name that its options belong to. */
  readonly program: string;
  /** Begins with the program, whatever runtime runs it. */
  readonly words: readonly string[];
}

/** A session of an agent; undefined for every other process, and for errands of an agent's program (`claude mcp list`). */
export function sessionProcess(argv: readonly string[]): SessionProcess | undefined {
  const found = programOf(argv);
  if (found === undefined) return undefined;
  const words = argv.slice(found.at);
  if (words.some((word, index) => index > 0 && asks.has(word))) return undefined;
  const first = words.slice(1).find((word) => !word.startsWith('-'));
  if (first !== undefined && errands.has(first)) return undefined;
  return { agent: found.agent, program: found.program, words };
}

function programOf(argv: readonly string[]): { readonly agent: ConnectableId; readonly program: string; readonly at: number } | undefined {
  const name = plainName(argv[0] ?? '');
  const direct = programs.find(({ names }) => names.includes(name));
  if (direct) return { agent: direct.agent, program: direct.names[0]!, at: 0 };
  if (!runtimes.has(name)) return undefined;
  const at = argv.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  const script = argv[at];
  if (script === undefined) return undefined;
  const path = script.replaceAll('\\', '/');
  const found = programs.find(
    ({ names, packages }) =>
      names.includes(plainName(path)) ||
      packages.some((each) => {
        const inside = path.lastIndexOf(`/node_modules/${each}/`);
        return inside >= 0 && !path.slice(inside + 1 + 'node_modules/'.length).includes('/node_modules/');
      }),
  );
  return found && { agent: found.agent, program: found.names[0]!, at };
}

function plainName(path: string): string {
  return baseName(path.replaceAll('\\', '/')).replace(/\.(?:exe|cmd|js|mjs|cjs)$/i, '');
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureAgents } from '../../scripts/rig.mjs';
import { start, type Started } from './guard.ts';
import { ModelServer, type ToolResult, type Turn } from './modelServer.ts';
import type { Sandbox } from './sandbox.ts';

/** A real agent that runs in a sandbox's home and workspace and plays a script. */
export interface AgentRun {
  readonly pid: number;
  /** What the tools told the model so far. */
  readonly results: () => readonly ToolResult[];
  /** Resolves when the agent has ended by itself, with all results. */
  readonly ended: Promise<readonly ToolResult[]>;
  readonly kill: (signal?: NodeJS.Signals) => void;
}

/** What differs between the agents of the tests. */
export interface AgentKind {
  readonly id: 'claude-code' | 'gemini-cli';
  readonly title: string;
  /** A shell command as the model would call for it. */
  readonly shell: (command: string) => Turn;
  /** Its own tools for one file and for the lines of a folder that match. Paths are absolute. */
  readonly read: (path: string) => Turn;
  readonly search: (pattern: string, path: string) => Turn;
  readonly run: (sandbox: Sandbox, script: readonly Turn[], options?: AgentOptions) => Promise<AgentRun>;
}

export interface AgentOptions {
  /** Leave the agent's own permission rules as they are: nothing is allowed beforehand. */
  readonly withoutPermission?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Tools that are allowed beforehand beside the shell. */
  readonly tools?: readonly string[];
  /** Is given everything that the model receives. */
  readonly inspect?: (text: string) => void;
  /** ms; default two minutes. */
  readonly deadline?: number;
}

const prompt = 'Staging cannot log in to its database. Repair it.';

/** Claude Code in print mode: no login, no trust prompt. Its shell tool is allowed as a user would have allowed it. */
export const claudeCode: AgentKind = {
  id: 'claude-code',
  title: 'Claude Code',
  shell: (command) => ({ name: 'Bash', args: { command, description: 'Run a command' } }),
  read: (file) => ({ name: 'Read', args: { file_path: file } }),
  search: (pattern, folder) => ({ name: 'Grep', args: { pattern, path: folder, output_mode: 'content' } }),
  run: async (sandbox, script, options = {}) => {
    const { claude } = await ensureAgents();
    return runAgent(sandbox, script, options, claude, (model) => ({
      args: [
        '-p',
        prompt,
        '--output-format',
        'json',
        ...(options.withoutPermission === true ? [] : ['--allowedTools', ['Bash', ...(options.tools ?? [])].join(',')]),
      ],
      environment: {
        ANTHROPIC_BASE_URL: model,
        ANTHROPIC_API_KEY: 'test-key',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
      },
    }));
  },
};

/** Gemini CLI in headless mode. Without --yolo it has no shell tool there at all. */
export const geminiCli: AgentKind = {
  id: 'gemini-cli',
  title: 'Gemini CLI',
  shell: (command) => ({ name: 'run_shell_command', args: { command, description: 'Run a command' } }),
  read: (file) => ({ name: 'read_file', args: { file_path: file } }),
  search: (pattern, folder) => ({ name: 'grep_search', args: { pattern, dir_path: folder } }),
  run: async (sandbox, script, options = {}) => {
    const { gemini, node } = await ensureAgents();
    return runAgent(sandbox, script, options, node, (model) => ({
      args: [gemini, '-p', prompt, '-m', 'gemini-2.5-flash', '--yolo', '--skip-trust'],
      environment: {
        GOOGLE_GEMINI_BASE_URL: model,
        GEMINI_API_KEY: 'test-key',
        PATH: `${path.dirname(node)}:${sandbox.environment['PATH'] ?? ''}`,
      },
    }));
  },
};

/** Settings that Gemini CLI needs to start without a login. To be called before `connect`, as a user's file would be there before. */
export function prepareGemini(sandbox: Sandbox): void {
  const folder = path.join(sandbox.home, '.gemini');
  mkdirSync(folder, { recursive: true });
  const settings = {
    security: { auth: { selectedType: 'gemini-api-key' } },
    general: { enableAutoUpdate: false },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
  };
  writeFileSync(path.join(folder, 'settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
}

async function runAgent(
  sandbox: Sandbox,
  script: readonly Turn[],
  options: AgentOptions,
  program: string,
  describe: (model: string) => { readonly args: readonly string[]; readonly environment: Readonly<Record<string, string>> },
): Promise<AgentRun> {
  const model = await ModelServer.start(script, options.inspect);
  const { args, environment } = describe(model.url);
  const agent: Started = start(program, args, {
    cwd: sandbox.workspace,
    // SHLVL: Claude Code's bash reads ~/.bashrc in place of BASH_ENV without it, as in no terminal of a person.
    environment: {
      ...sandbox.environment,
      TERM: 'dumb',
      LANG: 'C.UTF-8',
      USER: 'desk',
      SHLVL: '1',
      ...environment,
      ...options.environment,
    },
    deadline: options.deadline ?? 120_000,
  });
  sandbox.defer(() => {
    agent.kill();
    return model.close();
  });
  const ended = agent.ended.then(async ({ code, signal, stdout, stderr }) => {
    await model.close();
    if (code !== 0) throw new Error(`the agent ended with ${code ?? signal ?? 'nothing'}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
    return model.results;
  });
  ended.catch(() => undefined);
  return { pid: agent.pid, results: () => model.results, ended, kill: agent.kill };
}

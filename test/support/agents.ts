import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureAgents, root } from '../../scripts/rig.mjs';
import { start, type Started } from './guard.ts';
import { ModelServer, type Script, type ToolResult, type Turn } from './modelServer.ts';
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
  readonly id: 'claude-code' | 'codex' | 'gemini-cli' | 'copilot-cli' | 'opencode' | 'qwen-code' | 'cline';
  readonly title: string;
  /** A shell command as the model would call for it. */
  readonly shell: (command: string) => Turn;
  /** Its own tools for one file and for the lines of a folder that match. Paths are absolute. */
  readonly read: (path: string) => Turn;
  readonly search: (pattern: string, path: string) => Turn;
  readonly run: (sandbox: Sandbox, script: Script, options?: AgentOptions) => Promise<AgentRun>;
}

export interface AgentOptions {
  /** Leave the agent's own permission rules as they are: nothing is allowed beforehand. */
  readonly withoutPermission?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Tools that are allowed beforehand beside the shell. */
  readonly tools?: readonly string[];
  /** Is given everything that the model receives. */
  readonly inspect?: (text: string) => void;
  /** Another model's name: Codex has other tools for some. */
  readonly model?: string;
  /** An MCP server that it is given, by name. */
  readonly mcp?: { readonly name: string; readonly command: readonly [string, ...string[]] };
  /** Further options of the program. */
  readonly flags?: readonly string[];
  /** It may end with any exit code. */
  readonly anyEnd?: boolean;
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
    const { programs } = await ensureAgents();
    return runAgent(sandbox, script, options, programs['claude-code'], (model) => ({
      args: [
        '-p',
        prompt,
        '--output-format',
        'json',
        ...(options.mcp === undefined ? [] : ['--mcp-config', JSON.stringify(mcpServers(options.mcp, 'stdio'))]),
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
    const { programs, node } = await ensureAgents();
    if (options.mcp !== undefined) addSettings(path.join(sandbox.home, '.gemini/settings.json'), mcpServers(options.mcp, 'stdio'));
    return runAgent(sandbox, script, options, node, (model) => ({
      args: [programs['gemini-cli'], '-p', prompt, '-m', 'gemini-2.5-flash', '--yolo', '--skip-trust'],
      environment: {
        GOOGLE_GEMINI_BASE_URL: model,
        GEMINI_API_KEY: 'test-key',
        PATH: `${path.dirname(node)}:${sandbox.environment['PATH'] ?? ''}`,
      },
    }));
  },
};

/** Codex without its own sandbox and questions; hook trust is what a person gives with /hooks, and cannot be given here. */
export const codex: AgentKind = {
  id: 'codex',
  title: 'Codex',
  shell: (command) => ({ name: 'exec_command', args: { cmd: command } }),
  read: (file) => ({ name: 'exec_command', args: { cmd: `cat '${file}'` } }),
  search: (pattern, folder) => ({ name: 'exec_command', args: { cmd: `grep -rn '${pattern}' '${folder}'` } }),
  run: async (sandbox, script, options = {}) => {
    const { programs } = await ensureAgents();
    return runAgent(sandbox, script, options, programs.codex, (model) => {
      const folder = path.join(sandbox.home, '.codex');
      mkdirSync(folder, { recursive: true });
      const settings = [
        'model = "mock"',
        'model_provider = "mock"',
        'approval_policy = "never"',
        'sandbox_mode = "danger-full-access"',
        '[model_providers.mock]',
        'name = "mock"',
        `base_url = "${model}/v1"`,
        'wire_api = "responses"',
        'env_key = "MOCK_KEY"',
        'request_max_retries = 0',
        'stream_max_retries = 0',
        `[projects."${sandbox.workspace}"]`,
        'trust_level = "trusted"',
        ...(options.mcp === undefined
          ? []
          : [
              `[mcp_servers.${options.mcp.name}]`,
              `command = ${JSON.stringify(options.mcp.command[0])}`,
              `args = ${JSON.stringify(options.mcp.command.slice(1))}`,
            ]),
      ];
      writeFileSync(path.join(folder, 'config.toml'), `${settings.join('\n')}\n`);
      const trust = options.withoutPermission === true ? [] : ['--dangerously-bypass-hook-trust'];
      return {
        args: [
          'exec',
          '--json',
          ...trust,
          '-c',
          'analytics.enabled=false',
          ...(options.model === undefined ? [] : ['-m', options.model]),
          prompt,
        ],
        environment: { MOCK_KEY: 'test-key' },
      };
    });
  },
};

/** Copilot CLI with a model of its user's and no login. */
export const copilotCli: AgentKind = {
  id: 'copilot-cli',
  title: 'Copilot CLI',
  shell: (command) => ({ name: 'bash', args: { command, description: 'Run a command' } }),
  read: (file) => ({ name: 'view', args: { path: file } }),
  search: (pattern, folder) => ({ name: 'grep', args: { pattern, path: folder, output_mode: 'content' } }),
  run: async (sandbox, script, options = {}) => {
    const { programs } = await ensureAgents();
    if (options.mcp !== undefined) {
      mkdirSync(path.join(sandbox.home, '.copilot'), { recursive: true });
      writeFileSync(path.join(sandbox.home, '.copilot/mcp-config.json'), JSON.stringify(mcpServers(options.mcp)));
    }
    return runAgent(sandbox, script, options, programs['copilot-cli'], (model) => ({
      args: ['-p', prompt, '--allow-all-tools'],
      environment: {
        COPILOT_OFFLINE: 'true',
        COPILOT_PROVIDER_BASE_URL: `${model}/v1`,
        COPILOT_PROVIDER_TYPE: 'openai',
        COPILOT_PROVIDER_API_KEY: 'test-key',
        COPILOT_MODEL: 'mock',
        COPILOT_AUTO_UPDATE: 'false',
        XDG_CACHE_HOME: path.join(root, '.rig/copilot-cache'),
      },
    }));
  },
};

export const openCode: AgentKind = {
  id: 'opencode',
  title: 'OpenCode',
  shell: (command) => ({ name: 'bash', args: { command, description: 'Run a command' } }),
  read: (file) => ({ name: 'read', args: { filePath: file } }),
  search: (pattern, folder) => ({ name: 'grep', args: { pattern, path: folder } }),
  run: async (sandbox, script, options = {}) => {
    const { programs } = await ensureAgents();
    return runAgent(sandbox, script, options, programs.opencode, (model) => {
      const mock = {
        npm: '@ai-sdk/openai-compatible',
        name: 'Mock',
        options: { baseURL: `${model}/v1`, apiKey: 'test-key' },
        models: { mock: { name: 'mock', limit: { context: 100_000, output: 4096 } } },
      };
      const folder = path.join(sandbox.home, '.config/opencode');
      mkdirSync(folder, { recursive: true });
      addSettings(path.join(folder, 'opencode.json'), {
        autoupdate: false,
        share: 'disabled',
        model: 'mock/mock',
        small_model: 'mock/mock',
        enabled_providers: ['mock'],
        provider: { mock },
        ...(options.mcp === undefined
          ? {}
          : { mcp: { [options.mcp.name]: { type: 'local', command: options.mcp.command, enabled: true } } }),
      });
      return { args: ['run', prompt], environment: { npm_config_offline: 'true', OPENCODE_DISABLE_MODELS_FETCH: '1' } };
    });
  },
};

export const qwenCode: AgentKind = {
  id: 'qwen-code',
  title: 'Qwen Code',
  shell: (command) => ({ name: 'run_shell_command', args: { command, description: 'Run a command', is_background: false } }),
  read: (file) => ({ name: 'read_file', args: { file_path: file } }),
  search: (pattern, folder) => ({ name: 'grep_search', args: { pattern, path: folder } }),
  run: async (sandbox, script, options = {}) => {
    const { programs, node } = await ensureAgents();
    if (options.mcp !== undefined) addSettings(path.join(sandbox.home, '.qwen/settings.json'), mcpServers(options.mcp, 'stdio'));
    return runAgent(sandbox, script, options, node, (model) => ({
      args: [programs['qwen-code'], '-p', prompt, '--yolo'],
      environment: {
        OPENAI_BASE_URL: `${model}/v1`,
        OPENAI_API_KEY: 'test-key',
        OPENAI_MODEL: 'mock',
        PATH: `${path.dirname(node)}:${sandbox.environment['PATH'] ?? ''}`,
      },
    }));
  },
};

/** Cline's command line. It ends its run when something is held. */
export const clineCli: AgentKind = {
  id: 'cline',
  title: 'Cline',
  shell: (command) => ({ name: 'run_commands', args: { commands: [command] } }),
  read: (file) => ({ name: 'read_files', args: { files: [{ path: file }] } }),
  search: (pattern) => ({ name: 'search_codebase', args: { queries: [pattern] } }),
  run: async (sandbox, script, options = {}) => {
    const { programs } = await ensureAgents();
    return runAgent(sandbox, script, { ...options, anyEnd: true }, programs.cline, (model) => {
      execFileSync(programs.cline, ['auth', '-p', 'openai', '-k', 'test-key', '-m', 'mock', '-b', `${model}/v1`], {
        cwd: sandbox.workspace,
        env: { ...sandbox.environment, TERM: 'dumb' },
        stdio: 'ignore',
        timeout: 60_000,
      });
      sandbox.defer(() => endClineHub(sandbox.home));
      return { args: ['--json', prompt], environment: {} };
    });
  },
};

function mcpServers({ name, command }: NonNullable<AgentOptions['mcp']>, type = 'local'): object {
  const [program, ...args] = command;
  return { mcpServers: { [name]: { type, command: program, args, tools: ['*'], trust: true } } };
}

/** Adds to a settings file as the person would. */
function addSettings(file: string, settings: object): void {
  const now = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
  writeFileSync(file, JSON.stringify({ ...now, ...settings }, undefined, 2));
}

/** It leaves a process behind that serves later runs of the same home. */
function endClineHub(home: string): void {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      const environment = readFileSync(`/proc/${name}/environ`, 'utf8');
      if (words.includes('--cline-hub-daemon') && environment.includes(`HOME=${home}\0`)) process.kill(Number(name), 'SIGKILL');
    } catch {
      // Gone, or not ours to see.
    }
  }
}

/** Settings that Qwen Code needs to start without a login. To be called before `connect`. */
export function prepareQwen(sandbox: Sandbox): void {
  const folder = path.join(sandbox.home, '.qwen');
  mkdirSync(folder, { recursive: true });
  const settings = {
    security: { auth: { selectedType: 'openai' } },
    general: { enableAutoUpdate: false },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
  };
  writeFileSync(path.join(folder, 'settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
}

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
  script: Script,
  options: AgentOptions,
  program: string,
  describe: (model: string) => { readonly args: readonly string[]; readonly environment: Readonly<Record<string, string>> },
): Promise<AgentRun> {
  const model = await ModelServer.start(script, options.inspect);
  const { args, environment } = describe(model.url);
  const agent: Started = start(program, [...args, ...(options.flags ?? [])], {
    cwd: sandbox.workspace,
    // SHLVL: Claude Code's bash reads ~/.bashrc in place of BASH_ENV without it, as in no terminal of a person.
    environment: {
      ...sandbox.environment,
      // OpenCode believes PWD before the directory it is started in.
      PWD: sandbox.workspace,
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
    if (code !== 0 && options.anyEnd !== true)
      throw new Error(`the agent ended with ${code ?? signal ?? 'nothing'}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
    return model.results;
  });
  ended.catch(() => undefined);
  return { pid: agent.pid, results: () => model.results, ended, kill: agent.kill };
}

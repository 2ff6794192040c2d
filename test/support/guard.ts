import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/rig.mjs';

/** The built gate, as `npm run build` leaves it. */
export const gateProgram = path.join(root, 'dist/gate.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  /** ms; the process group is killed then and the run rejects. */
  readonly deadline?: number;
}

/** A process in a group of its own that can be waited for or ended. */
export interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly kill: (signal?: NodeJS.Signals) => void;
}

/** Starts a program with exactly this environment. */
export function start(program: string, args: readonly string[], options: RunOptions): Started {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`could not start ${program}`);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  // A program that refuses early closes its input first.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const kill = (signal: NodeJS.Signals = 'SIGKILL'): void => {
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended by itself.
    }
  };
  const ended = new Promise<Ended>((resolve, reject) => {
    const limit = options.deadline ?? 60_000;
    const timer = setTimeout(() => {
      kill();
      reject(new Error(`${program} ${args.join(' ')} did not end within ${limit} ms\n${stdout}\n${stderr}`));
    }, limit);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
  });
  ended.catch(() => undefined);
  return { pid, ended, kill };
}

/** Runs the built gate to its end. */
export function gate(args: readonly string[], options: RunOptions): Promise<Ended> {
  return start(process.execPath, [gateProgram, ...args], options).ended;
}

interface ClaudeHook {
  readonly hooks: readonly { readonly type: string; readonly command: string }[];
}

/** The hook command that `connect claude-code` registered in a home, as Claude Code would run it. */
export function registeredClaudeHook(home: string): string {
  const file = path.join(home, '.claude/settings.json');
  if (!existsSync(file)) throw new Error('Claude Code is not connected in this home');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as { hooks?: { PreToolUse?: readonly ClaudeHook[] } };
  const command = settings.hooks?.PreToolUse?.flatMap((each) => each.hooks).find((hook) => hook.command.includes('tenth-second'))?.command;
  if (command === undefined) throw new Error('no hook of Tenth Second in .claude/settings.json');
  return command;
}

let calls = 0;

/** What Claude Code sends a PreToolUse hook for a shell command (samples of version 2.1.329). */
export function claudePayload(options: { readonly cwd: string; readonly command: string; readonly session?: string }): string {
  calls += 1;
  return JSON.stringify({
    session_id: options.session ?? '7f6f3f0e-6a0b-4c64-9d0f-2b6f0d6f9b10',
    transcript_path: path.join(options.cwd, '..', 'transcript.jsonl'),
    cwd: options.cwd,
    prompt_id: '4b1f7d9a-2f35-4f0d-8a8c-5d7c1f0a9e11',
    permission_mode: 'default',
    effort: { level: 'medium' },
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: options.command, description: 'Run a command' },
    tool_use_id: `toolu_${String(calls).padStart(24, '0')}`,
  });
}

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

/** Registers the hook of an agent in a home, as the extension's command does. */
export async function connectAgent(agent: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const ended = await gate(['connect', agent], { environment });
  if (ended.code !== 0) throw new Error(`connect ${agent} ended with ${ended.code ?? ended.signal ?? ''}: ${ended.stdout}${ended.stderr}`);
}

/** What a hook told Claude Code: nothing (its own permission flow goes on), run it, or do not. */
export type HookVerdict = { readonly type: 'none' } | { readonly type: 'allow' } | { readonly type: 'deny'; readonly reason: string };

/** Reads a hook's end as Claude Code does. https://code.claude.com/docs/en/hooks */
function claudeVerdict(ended: Ended): HookVerdict {
  const output = ended.stdout.trim() === '' ? undefined : (JSON.parse(ended.stdout) as ClaudeOutput).hookSpecificOutput;
  if (ended.code === 2) return { type: 'deny', reason: output?.permissionDecisionReason ?? ended.stderr };
  if (ended.code !== 0) throw new Error(`the hook ended with ${ended.code ?? ended.signal ?? ''}: ${ended.stderr}`);
  if (output?.permissionDecision === undefined) return { type: 'none' };
  if (output.permissionDecision === 'allow') return { type: 'allow' };
  return { type: 'deny', reason: output.permissionDecisionReason ?? '' };
}

interface ClaudeOutput {
  readonly hookSpecificOutput?: { readonly permissionDecision?: string; readonly permissionDecisionReason?: string };
}

/** One hook call that may still wait for a person. */
export interface HookCall {
  readonly pid: number;
  readonly verdict: Promise<HookVerdict>;
  readonly kill: (signal?: NodeJS.Signals) => void;
}

/** Calls the registered hook for a shell command, the way Claude Code starts it. */
export function callClaudeHook(
  options: { readonly home: string; readonly environment: Readonly<Record<string, string>> },
  call: { readonly cwd: string; readonly command: string; readonly session?: string },
): HookCall {
  const hook = start('/bin/sh', ['-c', registeredClaudeHook(options.home)], {
    environment: options.environment,
    cwd: call.cwd,
    input: claudePayload(call),
    deadline: 45_000,
  });
  const verdict = hook.ended.then(claudeVerdict);
  verdict.catch(() => undefined);
  return { pid: hook.pid, verdict, kill: hook.kill };
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

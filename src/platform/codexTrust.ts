import { spawn } from 'node:child_process';
import { isObject } from '../core/agents/payload.ts';
import { runsOurs } from '../core/agents/connection.ts';
import type { AgentFacts } from '../core/agents/coverage.ts';
import type { Json } from '../core/types.ts';

/** Codex answers in well under a second; a machine that is busy takes longer. */
const deadline = 15_000;
const maxOutput = 4 * 1024 * 1024;

/**
 * What Codex itself says of our hooks: it runs none that nobody has reviewed, and skips them without a word. Asked through its app server
 * (`hooks/list`, as seen in 0.169.0); nothing is changed. `unknown` where it cannot be asked: an older version, another answer.
 */
export function codexTrust(
  program: string,
  folders: readonly string[],
  about: { readonly cwd: string; readonly environment: NodeJS.ProcessEnv },
): Promise<NonNullable<AgentFacts['trust']>> {
  return new Promise((resolve) => {
    const child = spawn(program, ['-c', 'analytics.enabled=false', 'app-server'], {
      cwd: about.cwd,
      env: about.environment,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const end = (trust: NonNullable<AgentFacts['trust']>): void => {
      clearTimeout(timer);
      child.kill();
      resolve(trust);
    };
    const timer = setTimeout(() => end('unknown'), deadline);
    child.on('error', () => end('unknown'));
    child.on('exit', () => end('unknown'));
    child.stdin.on('error', () => {});
    const send = (message: object): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      const lines = output.split('\n');
      output = lines.pop()!;
      if (output.length > maxOutput) return end('unknown');
      for (const line of lines) {
        const message = parsedLine(line);
        if (message['id'] === 1) {
          send({ method: 'initialized' });
          send({ id: 2, method: 'hooks/list', params: { cwds: folders } });
        } else if (message['id'] === 2) end(trustIn(message['result'] ?? null));
      }
    });
    send({ id: 1, method: 'initialize', params: { clientInfo: { name: 'tenth-second', title: 'Tenth Second', version: '1' } } });
  });
}

/** From the answer to `hooks/list`: one of our hooks that is not trusted, or is switched off, leaves Codex unguarded. */
function trustIn(result: Json): NonNullable<AgentFacts['trust']> {
  const data = isObject(result) ? result['data'] : undefined;
  if (!Array.isArray(data)) return 'unknown';
  const ours = (data as readonly Json[])
    .flatMap((each) => (isObject(each) && Array.isArray(each['hooks']) ? (each['hooks'] as readonly Json[]) : []))
    .filter(isObject)
    .filter(({ command }) => typeof command === 'string' && runsOurs(command));
  if (ours.length === 0) return 'unknown';
  return ours.every(({ trustStatus, isManaged, enabled }) => enabled !== false && (isManaged === true || trustStatus === 'trusted'))
    ? 'trusted'
    : 'untrusted';
}

function parsedLine(line: string): { readonly [key: string]: Json } {
  try {
    const value = JSON.parse(line) as Json;
    return isObject(value) ? value : {};
  } catch {
    return {}; // A word of its log.
  }
}

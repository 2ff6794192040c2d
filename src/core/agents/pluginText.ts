import { assertNever } from '../types.ts';
import { exitTwo, type HookAnswer, type HookReply } from './adapter.ts';
import type { HookPrograms } from './hookCommand.ts';

/**
 * The part that every in-process plugin shares: `ask` hands one call to the launcher and gives back what it answered, or throws.
 * Whatever is not a clean answer of ours throws, and a throw holds the tool. Variables that choose what a runtime loads are left out.
 */
export function askingText(agent: string, programs: HookPrograms): string {
  const command = programs.launcher === undefined ? [programs.runtime, programs.gate, 'hook', agent] : [programs.launcher, agent];
  return `import { spawn } from 'node:child_process';

const command = ${JSON.stringify(command)};
const missing =
  'Tenth Second is missing or broken, so this action did not run. To repair it, open your editor with the Tenth Second extension. ' +
  'To remove it, delete this file.';

/** One call to the guard: resolves when it may run, rejects with the reason when it may not. */
function ask(payload) {
  return new Promise((resolve, reject) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(NODE_(?!ENV$)|BUN_|LD_|DYLD_|BASH_ENV$)/.test(name)));
    const child = spawn(command[0], command.slice(1), { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', () => reject(new Error(missing)));
    child.stdin.on('error', () => {});
    child.on('close', (code) => {
      let answer;
      try {
        answer = code === 0 ? JSON.parse(stdout) : undefined;
      } catch {
        answer = undefined;
      }
      if (answer?.tenthSecond === 'none' || answer?.tenthSecond === 'allow') resolve(answer.tenthSecond);
      else reject(new Error(stderr.trim() || missing));
    });
    child.stdin.end(JSON.stringify(payload));
  });
}
`;
}

/** What `ask` reads: a clean answer lets the tool run, everything else holds it. */
export function answerForPlugin(answer: HookAnswer): HookReply {
  switch (answer.type) {
    case 'none':
    case 'allow':
      return { code: 0, stdout: JSON.stringify({ tenthSecond: answer.type }), stderr: '' };
    case 'deny':
      return exitTwo(answer.reason);
    default:
      return assertNever(answer);
  }
}

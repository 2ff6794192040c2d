import type { HookReply } from '../../core/agents/adapter.ts';
import { dialectFor } from '../../core/agents/adapters.ts';
import { decidingVariables } from '../../core/agents/variables.ts';
import { readDescriptor, removeDescriptor } from '../../platform/descriptor.ts';
import { openStateFolder, type StateFolder } from '../../platform/stateFolder.ts';
import { failure, leave } from '../reply.ts';
import { askReached, reachGuard } from './askGuard.ts';
import { noteFault } from './faultLog.ts';
import { InputError, readInput } from './input.ts';

/**
 * `hook AGENT [--distrust PORT PID]`: answers one hook call and ends the process. Reaches the server or starts it; decides alone only
 * when that fails. `--distrust` is the launcher's word that this descriptor's port answered with something else.
 */
export async function hookCommand(args: readonly string[]): Promise<never> {
  const [agent = '', ...options] = args;
  // Gemini CLI runs the tool when Ctrl-C ends its hook without an answer.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => leave(failure(agent, 'it was interrupted while it was held.')));
  const internal = (error: unknown): never => {
    noteFault(error);
    return leave(failure(agent, 'the guard had an internal error, see log/gate.log in its folder.'));
  };
  process.on('uncaughtException', internal);
  try {
    return leave(await answer(agent, options));
  } catch (error) {
    return error instanceof InputError ? leave(failure(agent, error.message)) : internal(error);
  }
}

async function answer(agent: string, options: readonly string[]): Promise<HookReply> {
  if (!dialectFor(agent)) return failure(agent, `the agent "${agent.slice(0, 40)}" is not known.`);
  const parent = process.ppid;
  const variables = decidingVariables(process.env);
  const input = readInput();
  // Reported where it is awaited.
  input.catch(() => undefined);
  const state = openStateFolder();
  if (options[0] === '--distrust') distrust(state, Number(options[1]), Number(options[2]));
  const reached = await reachGuard(state);
  const payload = await input.catch((error: unknown) => {
    reached?.socket.destroy();
    throw error;
  });
  if (!reached) {
    const { loadCommands } = await import('../loadCommands.ts');
    return loadCommands().decideAlone({ agent, variables, payload, state });
  }
  return askReached(reached, { agent, parent, variables, payload });
}

/** Takes away the descriptor that led to a stranger, so that no token in it is ever sent again. */
function distrust(state: StateFolder, port: number, pid: number): void {
  const descriptor = readDescriptor(state.descriptor);
  if (descriptor?.port === port && descriptor.pid === pid) removeDescriptor(state.descriptor, descriptor);
}

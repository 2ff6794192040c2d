import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../src/core/policy/decide.ts';
import type { Call, Operation } from '../../src/core/types.ts';
import type { Judgement, Road } from '../../src/platform/road.ts';
import type { StateFolder } from '../../src/platform/stateFolder.ts';
import { createLocalJobs } from '../../src/server/jobs.ts';
import { createJournalKeeper } from '../../src/server/journalKeeper.ts';
import type { ServerParts } from '../../src/server/parts.ts';

/** A made-up secret that must never come out of the server. */
export const secret = 'sk-made-up-0123456789';

export const redact = (text: string): string => text.replaceAll(secret, '•••');

const base = {
  environment: 'local',
  location: 'local',
  recovery: 'none',
  evidence: [{ text: 'the words of the command' }],
  notes: [],
} as const;

/**
 * A road whose verdict stands in the command, so that holding is tested without the rules: `rm NAME` asks, `drop NAME` asks for the
 * name, `disarm` weakens the guard, `expose` is denied, `run FILE` asks and is bound to the file's content, `crash` throws, `fatal` throws where
 * nobody catches it.
 */
function operationsOf(command: string, text: string): readonly Operation[] {
  const [verb = '', name = ''] = command.split(' ');
  const resource = { kind: 'thing', name };
  switch (verb) {
    case 'rm':
      return [{ ...base, effect: 'delete', rule: 'test.delete', title: `Delete ${name}`, resource }];
    case 'drop':
      return [{ ...base, effect: 'delete', rule: 'test.drop', title: `Drop ${name}`, resource, environment: 'production' }];
    case 'run':
      return [{ ...base, effect: 'delete', rule: 'test.run', title: `Run ${name}`, resource: { kind: 'thing', name: text.trim() } }];
    case 'disarm':
      return [{ ...base, effect: 'disarm', rule: 'test.disarm', title: 'Weaken the guard', resource: { kind: 'guard', name: 'guard' } }];
    case 'expose':
      return [{ ...base, effect: 'expose', rule: 'test.expose', title: 'Show a secret', resource }];
    default:
      return [];
  }
}

export function judge(call: Call, policy: Parameters<typeof decide>[1]): Judgement {
  const command = call.action.type === 'command' ? call.action.command : '';
  if (command === 'fatal') setImmediate(() => void Promise.reject(new Error(`nobody catches ${secret}`)));
  if (command.startsWith('crash')) throw new Error(`crashed over ${command}`);
  const text = command.startsWith('run ') ? readFileSync(join(call.cwd, command.slice(4)), 'utf8') : '';
  const decision = decide(operationsOf(command, text), policy);
  const digest = createHash('sha256')
    .update(JSON.stringify([call.agent, call.session, call.cwd, call.action, decision, text]))
    .digest('hex');
  return { call, decision, digest };
}

export async function createTestParts(state: StateFolder, isOwner: () => boolean): Promise<ServerParts> {
  return {
    redact,
    journal: await createJournalKeeper({ state, redact, isOwner }),
    jobs: createLocalJobs(),
    gitIdentity: async () => 'Jane Doe <jane@example.com>',
    createRoad: (policy): Road => ({ judge: async (call) => judge(call, policy(call)) }),
    mask: (text) => text,
    credentials: async () => [],
    language: { read: async () => undefined, placesOf: () => [], reach: () => [], isTracked: async () => false, readText: () => undefined },
    surroundings: async (folders) => ({ environment: 'production', label: folders[0] ?? '', links: [] }),
    openFolders: () => {},
    look: () => {},
    onKnowledge: () => () => {},
    close: async () => {},
  };
}

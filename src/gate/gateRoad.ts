import { createHmac, randomBytes } from 'node:crypto';
import { defaultPolicy } from '../core/policy/policy.ts';
import { noKnowledge, questionKey } from '../core/types.ts';
import { createRoad, type Road } from '../platform/road.ts';

/** The road without a server. */
export function createGateRoad(): Road {
  const key = randomBytes(32);
  return createRoad({
    knowledge: () => Promise.resolve(noKnowledge),
    policy: () => defaultPolicy,
    answer: (questions) =>
      Promise.resolve(new Map(questions.map((question) => [questionKey(question), { type: 'unknown', reason: 'not looked at' }] as const))),
    fingerprint: (value) => createHmac('sha256', key).update(value).digest('hex'),
  });
}

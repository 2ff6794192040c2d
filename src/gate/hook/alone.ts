import { exitTwo, type HookReply } from '../../core/agents/adapter.ts';
import { dialectFor, dialectOf } from '../../core/agents/adapters.ts';
import { isObject } from '../../core/agents/payload.ts';
import { recordedOperations, recordedPaths, type JournalRecord, type Outcome } from '../../core/journal/record.ts';
import { hiddenReply } from '../../core/policy/hiddenReply.ts';
import type { Call, Json } from '../../core/types.ts';
import { writeAlone } from '../../platform/journal/aloneChains.ts';
import type { Judgement } from '../../platform/road.ts';
import type { StateFolder } from '../../platform/stateFolder.ts';
import { actionText } from '../actionText.ts';
import { createGateRoad, type GateRoad } from '../gateRoad.ts';

export interface AloneRequest {
  readonly agent: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly state: StateFolder;
}

/** Decides without a server, by the same road. Nobody can be asked, so what needs a person is denied. */
export async function decideAlone({ agent, variables, payload, state }: AloneRequest): Promise<HookReply> {
  const adapter = dialectFor(agent);
  if (!adapter) return exitTwo('Tenth Second does not know this agent, so the action did not run.');
  let input: Json;
  try {
    input = JSON.parse(payload) as Json;
  } catch {
    return adapter.failure('its input is not JSON.'); // The parser's own words would quote the input.
  }
  const dialect = dialectOf(adapter, input);
  const decoded = dialect.decode(input);
  if (decoded.type === 'invalid') return adapter.failure(`${decoded.reason}.`);
  if (decoded.type !== 'call' && !dialect.maskResult) return dialect.encode({ type: 'none' }, input);
  const road = createGateRoad(state);
  if (decoded.type !== 'call') {
    const mask = await road.maskFor(isObject(input) && typeof input['cwd'] === 'string' ? input['cwd'] : process.cwd());
    await road.close();
    return dialect.maskResult?.(input, mask)?.reply ?? dialect.encode({ type: 'none' }, input);
  }
  const judgement = await road.judge(decoded.call, variables);
  const allowed = judgement.decision.verdict === 'allow';
  try {
    record(judgement, road, state, allowed ? 'allowed' : 'denied');
  } catch {
    // A full disk: what was refused stays refused, and what passes is harmless.
  }
  await road.close();
  return dialect.encode(
    allowed ? { type: 'none' } : { type: 'deny', reason: road.redact(hiddenReply(judgement.decision) ?? reasonOf(judgement)) },
    input,
  );
}

function record({ call, decision, digest }: Judgement, road: GateRoad, state: StateFolder, outcome: Outcome): void {
  const entry: JournalRecord = {
    type: 'action',
    time: Date.now(),
    workspace: call.cwd,
    ...about(call),
    cwd: call.cwd,
    action: actionText(call.action),
    ...recordedPaths(call.action, call.cwd),
    verdict: decision.verdict,
    outcome,
    operations: recordedOperations(decision.operations),
    digest,
    by: 'gate alone',
  };
  // What is harmless is not worth waiting for the disk.
  writeAlone(state.journal, (text) => road.redact(text), entry, outcome !== 'allowed');
}

function about({ agent, session, callId, subagent }: Call): Pick<Call, 'agent' | 'session' | 'callId' | 'subagent'> {
  return { agent, session, ...(callId === undefined ? {} : { callId }), ...(subagent === undefined ? {} : { subagent }) };
}

function reasonOf({ decision }: Judgement): string {
  const first = decision.operations[0];
  const title = first?.title ?? 'this action';
  const where = first === undefined || first.environment === 'unknown' ? '' : ` (${first.environment})`;
  const evidence = (first?.evidence ?? []).slice(0, 3).map(({ text }) => text);
  const why = evidence.length === 0 ? '' : ` Evidence: ${evidence.join('; ')}.`;
  const ordered = [...new Set(decision.operations.flatMap((operation) => operation.ordered ?? []))];
  const orders = ordered.length === 0 ? '' : ` It was held because ${ordered.join(' and ')}.`;
  const safer = first?.safer === undefined ? '' : ` Safer: ${first.safer}`;
  const person =
    decision.verdict === 'deny'
      ? ''
      : ' It needs a person, and the guard runs without its server now, so nobody could be asked. Ask the person to open the folder in the editor with Tenth Second, then try the same action again.';
  return (
    `Tenth Second held this action: ${title}${where}.${why}${orders}${person}${safer} ` +
    'Do not work around this: no other command, tool, script, API or file to the same end. Go on with other work, or tell the person what you wanted to do and why.'
  );
}

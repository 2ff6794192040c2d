import type { FactorLevel } from '../core/policy/secondFactor.ts';
import { exitTwo, type Decoded, type Dialect, type HookAnswer, type HookReply } from '../core/agents/adapter.ts';
import { dialectOf, registrationOf } from '../core/agents/adapters.ts';
import { hiddenReply } from '../core/policy/hiddenReply.ts';
import type { HookRequest } from '../core/hookFrame.ts';
import type { Mask } from '../core/agents/maskResult.ts';
import { isObject } from '../core/agents/payload.ts';
import type { AgentId, Call, Json } from '../core/types.ts';
import type { Sessions } from './sessions.ts';
import type { Judgement, Road } from '../platform/road.ts';
import type { AgentWatch } from './agentWatch.ts';
import { sessionKey, type Grants } from './grants.ts';
import type { Holds } from './holds.ts';
import { denials, subjectOf, type Redact } from './holdText.ts';
import type { Origin } from './holdTypes.ts';
import { innerKeysOf } from './innerKeys.ts';
import type { Recorder } from './recorder.ts';
import type { TerminalWatch } from './terminalWatch.ts';
import { confirmedBudget, editBudget, passedBudget, type Snapshots } from './snapshots.ts';
import type { Windows } from './windows.ts';

export interface HookPorts {
  readonly dialectFor: (id: string) => Dialect | undefined;
  readonly road: Road;
  readonly grants: Grants;
  readonly holds: Holds;
  readonly windows: Windows;
  readonly recorder: Recorder;
  readonly terminals: Pick<TerminalWatch, 'asked'>;
  readonly snapshots: Pick<Snapshots, 'before'>;
  readonly agents: Pick<AgentWatch, 'watch'>;
  /** Path with symbolic links resolved; the path itself when that cannot be done. */
  readonly realPath: (path: string) => Promise<string>;
  readonly redact: Redact;
  /** A call of this agent has reached the guard. */
  seen(agent: AgentId, session: string, call: Call | undefined): void;
  readonly sessions: Sessions;
  /** What confirming it takes beside the name. */
  factorOf(judgement: Judgement): FactorLevel;
  /** Masks texts of results that go to a session. */
  maskFor(about: ResultOf): Mask;
  fault(text: string, error: unknown): void;
}

/** Answers one hook call: the straight road from the agent's words back to the agent's words. Never rejects. */
export async function answerHook(request: HookRequest, gone: AbortSignal, ports: HookPorts): Promise<HookReply> {
  const adapter = ports.dialectFor(request.agent);
  if (!adapter) return exitTwo(`Tenth Second does not know the agent ${request.agent.slice(0, 40)}, so this action did not run.`);
  try {
    let payload: Json;
    try {
      payload = JSON.parse(request.payload) as Json;
    } catch {
      return adapter.failure('the hook input is not JSON'); // The parser's own words would quote the input.
    }
    const dialect = dialectOf(adapter, payload);
    const about = sessionOf(dialect.id, payload);
    const masked = dialect.maskResult?.(payload, ports.maskFor(about));
    if (masked) {
      ports.sessions.seen(dialect.id, about.session, about.cwd);
      ports.sessions.resultSeen(dialect.id, about.session);
    }
    const decoded = dialect.decode(payload);
    const called = decoded.type === 'call' || decoded.type === 'after' ? decoded.call : undefined;
    ports.seen(dialect.id, called?.session ?? about.session, called);
    if (masked) {
      if (decoded.type === 'after') ports.recorder.after(decoded, decoded.ok);
      if (masked.changed) await ports.recorder.note('secrets were masked in what an agent reads', about.cwd);
      return masked.reply;
    }
    if (decoded.type === 'invalid') return adapter.failure(decoded.reason);
    if (decoded.type === 'call') {
      const answer = await answerCall(decoded, decoded.waits ?? dialect.waits, request, gone, ports);
      return answer.type === 'failure' ? adapter.failure(answer.reason) : dialect.encode(answer, payload);
    }
    if (decoded.type === 'after') ports.recorder.after(decoded, decoded.ok);
    return dialect.encode({ type: 'none' }, payload);
  } catch (error) {
    ports.fault('a hook call could not be answered', error);
    return adapter.failure('the guard had an internal error, see its server.log');
  }
}

/** Whose result a payload brings. */
export interface ResultOf {
  readonly key: string;
  readonly session: string;
  readonly cwd: string;
}

function sessionOf(agent: AgentId, payload: Json): ResultOf {
  const fields = isObject(payload) ? payload : {};
  const text = (...names: readonly string[]): string =>
    names.map((name) => fields[name]).find((value): value is string => typeof value === 'string') ?? '';
  const session = text('session_id', 'sessionId');
  return { key: sessionKey({ agent, session }), session, cwd: text('cwd') };
}

async function answerCall(
  { call, inner }: Extract<Decoded, { readonly type: 'call' }>,
  waits: number,
  request: HookRequest,
  gone: AbortSignal,
  ports: HookPorts,
): Promise<HookAnswer | { readonly type: 'failure'; readonly reason: string }> {
  const { grants, recorder } = ports;
  const key = sessionKey(call);
  ports.terminals.asked(call);
  ports.sessions.seen(call.agent, call.session, call.cwd);
  const judgement = await ports.road.judge(call, request.variables, { masksResults: ports.sessions.masksResults(key) });
  const { verdict } = judgement.decision;
  const origin: Origin = { cwd: await ports.realPath(call.cwd), session: key };
  ports.windows.seen(origin);
  if (verdict === 'allow') {
    const id = recorder.newId();
    const { type } = call.action;
    // An agent's own edit is undone from the file as it was; what else passes can come back by itself, or is lost on nobody's word.
    const edits = type === 'write' || type === 'edit' || type === 'delete';
    const undo = edits
      ? await ports.snapshots.before(judgement, id, editBudget)
      : losesUnasked(judgement)
        ? await ports.snapshots.before(judgement, id, passedBudget)
        : {};
    await recorder.passed(judgement, origin.cwd, id, undo);
    return { type: 'none' };
  }
  const what = subjectOf(judgement, ports.redact);
  const deny = async (reason: string, why: string): Promise<HookAnswer> => {
    await recorder.decided(judgement, origin.cwd, { outcome: 'denied', shown: 'denied', text: why });
    return { type: 'deny', reason };
  };
  const disarms = judgement.decision.operations.some((operation) => operation.effect === 'disarm' && operation.verdict !== 'allow');
  // A freeze is a person's word, too, and stands until they lift it.
  const ordered = judgement.decision.operations.some((operation) => operation.ordered !== undefined);
  // Where a code is asked for, nobody at the keyboard lets it through alone: not by a pause either.
  if (grants.pausedUntil !== undefined && !disarms && !ordered && ports.factorOf(judgement) === 'off') {
    const id = recorder.newId();
    const undo = await ports.snapshots.before(judgement, id, passedBudget);
    await recorder.decided(judgement, origin.cwd, { id, outcome: 'allowed', shown: 'allowed', text: 'the guard is paused', undo });
    return { type: 'none' };
  }
  if (verdict === 'deny') {
    const hidden = hiddenReply(judgement.decision);
    if (hidden !== undefined) return deny(ports.redact(hidden), 'credentials are hidden');
    const reasons = judgement.decision.operations[0]?.reasons.join('; ') ?? '';
    return deny(ports.redact(denials.policy(what, reasons)), 'the decision table says so');
  }
  if (inner && grants.takeInner(innerKeysOf(judgement))) {
    const text = 'a part of what a person has confirmed';
    await recorder.decided(judgement, origin.cwd, { outcome: 'allowed', shown: 'allowed', text });
    return { type: 'none' };
  }
  if (grants.isRefused(key)) return deny(denials.sessionRefused(what), 'the person refused all of this session');
  const registration = `${registrationOf(request.agent)} ${call.via ?? ''}`.trim();
  const passed = grants.passes.take(call, registration);
  if (passed) return passed.whole ? { type: 'allow' } : { type: 'none' };
  const retry = grants.takeRetry(judgement.digest);
  if (retry) {
    grants.passes.add(call, new Set([registration]), retry.whole);
    const id = recorder.newId();
    const undo = await ports.snapshots.before(judgement, id, confirmedBudget);
    const text = 'the retry that a person confirmed';
    await recorder.decided(judgement, origin.cwd, { id, outcome: 'released', shown: 'confirmed', text, undo });
    if (!inner) grants.allowInner(innerKeysOf(judgement));
    return retry.whole ? { type: 'allow' } : { type: 'none' };
  }
  const either = new AbortController();
  const abort = (): void => either.abort('gone');
  gone.addEventListener('abort', abort, { once: true });
  if (gone.aborted) abort();
  const unwatch = ports.agents.watch(request.parent, abort);
  try {
    const result = await ports.holds.hold({
      judgement,
      variables: request.variables,
      origin,
      waits: waits * 1000,
      registration,
      signal: either.signal,
    });
    if (result.type === 'gone') return { type: 'failure', reason: 'the agent is gone' };
    if (result.type === 'deny') return result;
    if (!inner) grants.allowInner(innerKeysOf(judgement));
    return result.whole ? { type: 'allow' } : { type: 'none' };
  } finally {
    unwatch();
    gone.removeEventListener('abort', abort);
  }
}

/** Deletes or overwrites what has no other copy, and passes all the same: its rule is switched off. */
function losesUnasked({ decision }: Judgement): boolean {
  return decision.operations.some(({ effect, recovery }) => (effect === 'delete' || effect === 'overwrite') && recovery !== 'recoverable');
}
